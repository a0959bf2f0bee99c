import type { OrgKind } from '@tocsin/api';

/** What rows are checked against. */
export interface World {
  readonly nations: ReadonlySet<string>;
  readonly orgs: ReadonlyMap<string, { readonly kind: OrgKind; readonly nation: string | null }>;
  /** Canonical names. */
  readonly families: ReadonlySet<string>;
  readonly now: Date;
}

/** Where a row comes from; an automatic one without import came with the IP data. */
export interface Origin {
  readonly layer: 'automatic' | 'manual';
  readonly import: string | null;
}

export interface Refusal {
  readonly refusal: string;
}

/** The cells of one record by column; '' where the column is absent or empty. */
export type Cells = (column: string) => string;

/** How one table of the registry is written as CSV, read back, and told apart. */
export interface TableFormat<Row extends object> {
  readonly columns: readonly string[];
  /** Columns that a file must have. */
  readonly required: readonly string[];
  /** The cells of a row in the order of `columns`, as plain text. */
  write(row: Row): readonly string[];
  read(cells: Cells, world: World, importName: string): Row | Refusal;
  /** Rows of one key exclude each other; undefined: the row excludes none. */
  key(row: Row): string | undefined;
  /** Absent for tables whose rows stand for themselves: an import adds and changes them, and removes none. */
  origin?(row: Row): Origin;
  /** Refusals that only show once it is known which rows will stand together, by the row to be added. */
  settle?(added: readonly Row[], standing: readonly Row[], world: World): ReadonlyMap<Row, string>;
}

/** The origin that a record claims, or that it gets from the import when it claims none. */
export function readOrigin(cells: Cells, importName: string): Origin | Refusal {
  const layer = cells('layer');
  if (layer === 'manual') return { layer, import: null };
  if (layer !== '' && layer !== 'automatic') return { refusal: `"${layer}" is no layer: automatic or manual` };
  return { layer: 'automatic', import: cells('import') === '' ? importName : cells('import') };
}

/** An instant in ISO 8601 with zone, null for '', or a refusal. */
export function readInstant(column: string, text: string): Date | null | Refusal {
  if (text === '') return null;
  const date = new Date(text);
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  return zoned && !Number.isNaN(date.getTime())
    ? date
    : { refusal: `${column}: "${text}" is no time such as 2026-03-01T12:00:00Z` };
}

/** Words separated by spaces. */
export function readWords(text: string): string[] {
  return text.split(/[\s;]+/).filter((word) => word !== '');
}

export function isRefusal(value: object): value is Refusal {
  return 'refusal' in value;
}

/** One of some words, or a refusal that lists them. */
export function readChoice<const W extends string>(column: string, words: readonly W[], text: string): W | Refusal {
  const given = text.trim().toLowerCase();
  return words.find((word) => word === given) ?? { refusal: `${column}: "${text}" is none of ${words.join(', ')}` };
}

/** true, yes, 1 or false, no, 0 and empty. */
export function readFlag(column: string, text: string): boolean | Refusal {
  const given = text.trim().toLowerCase();
  if (['true', 'yes', '1'].includes(given)) return true;
  return ['', 'false', 'no', '0'].includes(given)
    ? false
    : { refusal: `${column}: "${text}" is neither true nor false` };
}

export function emptyAsNull(text: string): string | null {
  return text === '' ? null : text;
}
