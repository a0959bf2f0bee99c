import type { Given } from '../given.ts';
import type { RefusalReason } from '../refusal-reasons.ts';

export type FeedName =
  'tocsin' | 'shadowserver' | 'intelmq' | 'n6' | 'xarf' | 'stix' | 'feodo' | 'urlhaus' | 'threatfox' | 'cymru';

/** A field of Given that a column can be mapped to. */
export type Target =
  | 'time'
  | 'address'
  | 'port'
  | 'protocol'
  | 'asn'
  | 'country'
  | 'hostname'
  | 'domain'
  | 'url'
  | 'sector'
  | 'dstAddress'
  | 'dstPort'
  | 'dstDomain'
  | 'class'
  | 'family'
  | 'severity';

/** How the columns of a record become Given. */
export interface Mapping {
  /** For each target the columns that may hold it; the first that is not empty is taken. */
  targets: Partial<Record<Target, readonly string[]>>;
  /** RSIT type where no column gives one. */
  class: string;
  /** Texts that say "nothing", such as None. */
  empty?: readonly string[];
  /** What a table of columns cannot say. */
  finish?(given: Given, row: Row): void;
}

/** One record by column name. */
export interface Row {
  /** '' when absent; trimmed. Values of JSON that are no text, number or truth value count as absent. */
  text(column: string): string;
  /** The value as given; undefined when absent. */
  value(column: string): unknown;
  /** Keeps the column in extra: the field that took it was changed. */
  keep(column: string): void;
}

export interface Refusal {
  refuse: RefusalReason;
  detail: string;
}

/** Lines of fields with a delimiter. */
export interface TableShape {
  delimiter: ',' | '|';
  quoted: boolean;
  /** Where the line with the names of the columns stands: first, or in a comment before the records. */
  header: 'first' | 'comment';
  /** The columns that are meant when no line names them. */
  columns?: readonly string[];
  /** The mapping for these columns; undefined when they are not of this feed. */
  mapping(columns: readonly string[], hints: Hints): Mapping | undefined;
}

export interface Hints {
  report?: string | undefined;
  fileName?: string | undefined;
}

export type JsonObject = Record<string, unknown>;

/** A record of JSON as a list of fields. */
export interface Flat {
  names: string[];
  values: unknown[];
}

/** Objects of JSON: one, an array, one after another, or an array under a property of a wrapping object. */
export interface JsonShape {
  /** Name of the property of a wrapping object whose array holds the records; '*' for every property. */
  wrapper?: string;
  mapping: Mapping;
  /** The records that one object holds; without it, an object is a record. */
  split?(object: JsonObject): Flat[] | Refusal;
  /** For formats in which an event is told by several objects: what they tell together. Instead of split. */
  resolve?(objects: readonly JsonObject[]): Resolved[];
}

/** An outcome of objects that belong together. */
export interface Resolved {
  /** Index of the object that it stands at. */
  at: number;
  outcome: Flat | Refusal;
  /** Indexes of all objects that it rests on. */
  parts: number[];
}

/** What someone sends us: its formats, and how their fields map to ours. */
export interface Feed {
  name: FeedName;
  title: string;
  table?: TableShape;
  json?: JsonShape;
}
