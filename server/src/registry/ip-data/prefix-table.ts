import { wordAt } from './ip-address.ts';
import type { Prefix } from './prefix.ts';

/**
 * Prefixes of one version with a value each, as growing flat arrays: one word of 32 bits per IPv4 base, four per IPv6
 * base. Half a million prefixes take about 10 MB.
 */
export interface PrefixTable {
  readonly words: 1 | 4;
  count: number;
  bases: Uint32Array;
  lengths: Uint8Array;
  values: Float64Array;
}

export function createPrefixTable(words: 1 | 4): PrefixTable {
  return {
    words,
    count: 0,
    bases: new Uint32Array(1024 * words),
    lengths: new Uint8Array(1024),
    values: new Float64Array(1024),
  };
}

function grow(table: PrefixTable): void {
  const bases = new Uint32Array(table.bases.length * 2);
  const lengths = new Uint8Array(table.lengths.length * 2);
  const values = new Float64Array(table.values.length * 2);
  bases.set(table.bases);
  lengths.set(table.lengths);
  values.set(table.values);
  Object.assign(table, { bases, lengths, values });
}

/** Adds a prefix of the table's version. The same prefix may come again: the later one counts. */
export function addPrefix(table: PrefixTable, prefix: Prefix, value: number): void {
  const entry = table.count;
  if (entry === table.lengths.length) grow(table);
  if (prefix.version === 4) table.bases[entry] = prefix.base;
  else for (let word = 0; word < 4; word += 1) table.bases[entry * 4 + word] = wordAt(prefix.base, word * 4);
  table.lengths[entry] = prefix.length;
  table.values[entry] = value;
  table.count += 1;
}

/** One stable counting-sort pass over `order` by a 16-bit digit of each entry. */
function sortByDigit(order: Uint32Array, spare: Uint32Array, digit: (entry: number) => number): boolean {
  const ends = new Uint32Array(65_537);
  for (const entry of order) ends[digit(entry) + 1] = (ends[digit(entry) + 1] as number) + 1;
  if (ends.includes(order.length)) return false; // all entries share the digit: nothing moves
  for (let value = 1; value <= 65_536; value += 1) ends[value] = (ends[value] as number) + (ends[value - 1] as number);
  for (const entry of order) {
    const value = digit(entry);
    const at = ends[value] as number;
    spare[at] = entry;
    ends[value] = at + 1;
  }
  return true;
}

/**
 * The entries ordered by base, then by length (the wider prefix first), then as they were added: a radix sort, least
 * significant digit first, in linear time.
 */
export function sortedOrder(table: PrefixTable): Uint32Array {
  const { bases, lengths, words } = table;
  let order = Uint32Array.from({ length: table.count }, (_, entry) => entry);
  let spare = new Uint32Array(table.count);
  const pass = (digit: (entry: number) => number): void => {
    if (sortByDigit(order, spare, digit)) [order, spare] = [spare, order];
  };
  pass((entry) => lengths[entry] as number);
  for (let word = words - 1; word >= 0; word -= 1) {
    pass((entry) => (bases[entry * words + word] as number) & 0xffff);
    pass((entry) => (bases[entry * words + word] as number) >>> 16);
  }
  return order;
}
