import { sortedOrder, type PrefixTable } from './prefix-table.ts';

/**
 * The address space cut into elementary intervals: interval i begins at `starts` (`words` words each), ends before the
 * next one, and belongs to `entries[i]` of the table, or to nothing where that is -1. The first begins at address 0.
 */
export interface Intervals {
  readonly words: 1 | 4;
  readonly count: number;
  readonly starts: Uint32Array;
  readonly entries: Int32Array;
  /** Entries that another of the same prefix with another value has replaced. */
  readonly replaced: number;
}

/** Order of two bases of `words` words. */
export function compareWords(a: Uint32Array, atA: number, b: Uint32Array, atB: number, words: number): number {
  for (let word = 0; word < words; word += 1) {
    const left = a[atA + word] as number;
    const right = b[atB + word] as number;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Writes the first address after the prefix to `out` at `at`; false where the prefix reaches the end of the space. */
function addressAfter(table: PrefixTable, entry: number, out: Uint32Array, at: number): boolean {
  const { bases, words } = table;
  const length = table.lengths[entry] as number;
  for (let word = 0; word < words; word += 1) out[at + word] = bases[entry * words + word] as number;
  let carry = length === 0 ? 0 : 2 ** ((32 - (length % 32)) % 32);
  for (let word = Math.ceil(length / 32) - 1; word >= 0 && carry > 0; word -= 1) {
    const sum = (out[at + word] as number) + carry;
    out[at + word] = sum; // modulo 2^32
    carry = sum >= 2 ** 32 ? 1 : 0;
  }
  return carry === 0 && length > 0;
}

/**
 * Flattens nested prefixes so that each interval belongs to its most specific prefix. Prefixes never overlap partly, so
 * one pass in order of base with a stack of the open ones is enough. Of equal prefixes the last added counts.
 */
export function flatten(table: PrefixTable): Intervals {
  const { words, bases, lengths, values } = table;
  const most = table.count * 2 + 1;
  const starts = new Uint32Array(most * words);
  const entries = new Int32Array(most);
  let count = 0;
  let replaced = 0;
  const open = new Int32Array(34 * words); // deeper than any chain of nested prefixes
  const ends = new Uint32Array(open.length * words);
  const bounded = new Uint8Array(open.length);
  let depth = 0;

  const begin = (source: Uint32Array, at: number, entry: number): void => {
    const again = count > 0 && compareWords(starts, (count - 1) * words, source, at, words) === 0;
    if (again) count -= 1;
    else for (let word = 0; word < words; word += 1) starts[count * words + word] = source[at + word] as number;
    entries[count] = entry;
    count += 1;
  };
  const closeBefore = (at: number | undefined): void => {
    while (depth > 0) {
      const top = depth - 1;
      if (at !== undefined && (bounded[top] === 0 || compareWords(ends, top * words, bases, at, words) > 0)) return;
      depth = top;
      if (bounded[top] === 1) begin(ends, top * words, top > 0 ? (open[top - 1] as number) : -1);
    }
  };

  begin(new Uint32Array(words), 0, -1);
  for (const entry of sortedOrder(table)) {
    closeBefore(entry * words);
    const above = depth > 0 ? (open[depth - 1] as number) : -1;
    const same =
      above >= 0 &&
      lengths[above] === lengths[entry] &&
      compareWords(bases, above * words, bases, entry * words, words) === 0;
    if (same) {
      if (values[above] !== values[entry]) replaced += 1;
      open[depth - 1] = entry;
    } else {
      open[depth] = entry;
      bounded[depth] = addressAfter(table, entry, ends, depth * words) ? 1 : 0;
      depth += 1;
    }
    begin(bases, entry * words, entry);
  }
  closeBefore(undefined);
  return { words, count, starts: starts.slice(0, count * words), entries: entries.slice(0, count), replaced };
}
