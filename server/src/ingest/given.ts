import type { RefusalReason } from './refusal-reasons.ts';

/**
 * What one record gave, in the words of the programme. One object is reused for every record: a sink copies what it keeps.
 * Texts are as given, trimmed; whether an address is an address is for the pipeline to judge.
 */
export interface Given {
  /** Milliseconds since the epoch, UTC; NaN when missing or unreadable, and timeText then holds what came. */
  time: number;
  timeText: string;
  /** The concerned host: the one that is infected, open, attacked or misused. '' when the record has none. */
  address: string;
  /** -1 when absent, NaN when given and no number. */
  port: number;
  /** Lower case; '' unknown. Protocol numbers are named. */
  protocol: string;
  /** As the source gave it, beside enrichment; -1 and '' when absent. */
  asn: number;
  country: string;
  hostname: string;
  /** The name that the event is about, such as the host of a phishing URL. */
  domain: string;
  url: string;
  sector: string;
  /** The other end: sinkhole, command server, target. */
  dstAddress: string;
  dstPort: number;
  dstDomain: string;
  /** RSIT type, '' when the record cannot tell. */
  class: string;
  /** Malware family or name of the weakness as given. */
  family: string;
  severity: string;
  /**
   * Everything that the record gave: non-empty fields sorted by name as name 0x1f value 0x1e. Input of the content hash;
   * independent of the order of columns and of quoting.
   */
  identity: string;
  /**
   * JSON object, under the source's own names and sorted, of every field that an event has no column of the same value for; so
   * the given AS number, country, sector, host name and family name are here too. '' when there is none.
   */
  extra: string;
}

/** Record and line, both from 1. Every call of a sink has its own record number, so that outcomes can be counted. */
export interface Position {
  record: number;
  line: number;
}

export interface DecodeSink {
  record(given: Given, at: Position): void;
  refuse(reason: RefusalReason, detail: string, at: Position): void;
}

export interface Decoder {
  push(chunk: Uint8Array): void;
  end(): void;
  /** Bytes of the current record, valid inside a call of the sink, at most 64 KiB. */
  raw(): Uint8Array;
  /** True where raw() is cut. */
  rawTruncated(): boolean;
  /** The columns that the header named; undefined before it came and for JSON. */
  columns(): string[] | undefined;
  /** Bytes that must precede raw() so that the record alone can be decoded again: the header line of a table. */
  header(): Uint8Array | undefined;
  /** The body as a whole was refused, which was its last outcome: the rest is ignored and need not be sent. */
  halted(): boolean;
}

/** What is known about a body beside its bytes. */
export interface DecodeOptions {
  /** Shadowserver's name for the kind of report, such as event4_sinkhole. */
  report?: string | undefined;
  fileName?: string | undefined;
  maxRecordBytes: number;
  maxColumns: number;
}

export const RAW_LIMIT = 64 * 1024;

/** A record that gave nothing. */
export function emptyGiven(): Given {
  return {
    time: NaN,
    timeText: '',
    address: '',
    port: -1,
    protocol: '',
    asn: -1,
    country: '',
    hostname: '',
    domain: '',
    url: '',
    sector: '',
    dstAddress: '',
    dstPort: -1,
    dstDomain: '',
    class: '',
    family: '',
    severity: '',
    identity: '',
    extra: '',
  };
}
