import type { Mapping, Target } from './feed.ts';

/** Texts one after another: text i is view[starts[i]..starts[i + 1]), with a few bytes to spare at the end. */
export interface Names {
  view: DataView;
  starts: Int32Array;
}

/** What is done with the columns of one header, worked out once. */
export interface RowPlan {
  mapping: Mapping;
  columns: readonly string[];
  indexOf: ReadonlyMap<string, number>;
  /** A name that two columns have; undefined when all differ. */
  duplicate: string | undefined;
  /** Column numbers sorted by name; the two lists of prefixes are in this order. */
  order: number[];
  identityNames: string[];
  extraNames: string[];
  /** The same for the writer of rows. */
  bytes: { order: Int32Array; identityNames: Names; extraNames: Names };
  /** Bytes that the names take in identity and extra together. */
  nameBytes: number;
  targets: Record<Target, readonly number[]>;
  /** So many columns must be there: those behind them are kept, but map to nothing. */
  required: number;
}

/** The names of a header as names of columns: trimmed, numbered where they are empty or come twice. */
export function columnNames(given: readonly string[]): string[] {
  const seen = new Set<string>();
  return given.map((text, index) => {
    let name = text.trim() || `column${index + 1}`;
    for (let n = 2; seen.has(name); n++) name = `${text.trim()}#${n}`;
    seen.add(name);
    return name;
  });
}

/** The plan for these columns. A mapping's column is found by its name, or else by its name in lower case. */
export function planRows(columns: readonly string[], mapping: Mapping): RowPlan {
  const order = columns.map((_, index) => index).sort((a, b) => compare(columns[a] ?? '', columns[b] ?? ''));
  const sorted = order.map((index) => columns[index] ?? '');
  const indexOf = new Map(columns.map((name, index) => [name, index]));
  for (const index of order) {
    const lower = (columns[index] ?? '').toLowerCase();
    if (!indexOf.has(lower)) indexOf.set(lower, index);
  }
  const identityNames = sorted.map((name) => `${escapeSeparators(name)}\x1f`);
  const extraNames = sorted.map((name) => `${JSON.stringify(name.toWellFormed())}:`);
  const bytes = {
    order: Int32Array.from(order),
    identityNames: joined(identityNames),
    extraNames: joined(extraNames.map((name) => `,${name}"`)),
  };
  const nameBytes = bytes.identityNames.view.byteLength + bytes.extraNames.view.byteLength;
  const candidates = (target: Target) => (mapping.targets[target] ?? []).flatMap((name) => indexOf.get(name) ?? []);
  const targets: Record<Target, number[]> = {
    time: candidates('time'),
    address: candidates('address'),
    port: candidates('port'),
    protocol: candidates('protocol'),
    asn: candidates('asn'),
    country: candidates('country'),
    hostname: candidates('hostname'),
    domain: candidates('domain'),
    url: candidates('url'),
    sector: candidates('sector'),
    dstAddress: candidates('dstAddress'),
    dstPort: candidates('dstPort'),
    dstDomain: candidates('dstDomain'),
    class: candidates('class'),
    family: candidates('family'),
    severity: candidates('severity'),
  };
  const duplicate = sorted.find((name, k) => name === sorted[k + 1]);
  return {
    mapping,
    columns,
    indexOf,
    duplicate,
    order,
    identityNames,
    extraNames,
    bytes,
    nameBytes,
    targets,
    required: 1 + Math.max(-1, ...Object.values(targets).flat()),
  };
}

function joined(texts: readonly string[]): Names {
  const parts = texts.map((text) => Buffer.from(text));
  const starts = new Int32Array(parts.length + 1);
  parts.forEach((part, i) => (starts[i + 1] = (starts[i] ?? 0) + part.length));
  const all = Uint8Array.from([...parts.flatMap((part) => [...part]), 0, 0, 0, 0, 0, 0, 0, 0]);
  return { view: new DataView(all.buffer), starts };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const SEPARATORS = /[\x1c\x1e\x1f]/g;

/** A text in which the separators of an identity cannot occur: two different records never have the same identity. */
export function escapeSeparators(text: string): string {
  return text.replace(SEPARATORS, (found) => `\x1c${found === '\x1c' ? '0' : found === '\x1e' ? '1' : '2'}`);
}
