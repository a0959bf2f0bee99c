import type { Prefix } from '#registry/ip-data/index.ts';

/** Finds every prefix that covers an address, the most specific first. Look-ups allocate nothing. */
export interface PrefixMatcher<T> {
  match4(address: number): readonly T[];
  match6(address: Uint8Array): readonly T[];
}

interface Entry<T> {
  readonly prefix: Prefix;
  readonly value: T;
}

const none: readonly never[] = [];
const toBigInt = (bytes: Uint8Array): bigint => {
  let value = 0n;
  for (let i = 0; i < 16; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
};

/**
 * Cuts nested ranges into disjoint intervals, each with all entries that cover it (the most specific first, and within
 * equal prefixes in the order given). `first` and `last` are inclusive.
 */
function cut<T>(ranges: { first: bigint; last: bigint; length: number; value: T }[]): {
  starts: bigint[];
  values: (readonly T[])[];
} {
  const bounds = new Set<bigint>([0n]);
  for (const { first, last } of ranges) bounds.add(first).add(last + 1n);
  const starts = [...bounds].sort((a, b) => (a < b ? -1 : 1));
  const sorted = [...ranges].sort((a, b) => (a.first === b.first ? a.length - b.length : a.first < b.first ? -1 : 1));
  const values: (readonly T[])[] = [];
  let open: typeof ranges = [];
  let next = 0;
  for (const start of starts) {
    open = open.filter(({ last }) => last >= start);
    for (let range = sorted[next]; range !== undefined && range.first === start; range = sorted[++next])
      open.push(range);
    const covering = [...open].sort((a, b) => b.length - a.length);
    values.push(covering.length === 0 ? none : covering.map(({ value }) => value));
  }
  return { starts, values };
}

/** Builds a matcher over any number of prefixes, nested or not. */
export function createPrefixMatcher<T>(entries: readonly Entry<T>[]): PrefixMatcher<T> {
  const four = cut(
    entries.flatMap(({ prefix, value }) => {
      if (prefix.version !== 4) return [];
      const first = BigInt(prefix.base);
      return [{ first, last: first + (1n << BigInt(32 - prefix.length)) - 1n, length: prefix.length, value }];
    }),
  );
  const six = cut(
    entries.flatMap(({ prefix, value }) => {
      if (prefix.version !== 6) return [];
      const first = toBigInt(prefix.base);
      return [{ first, last: first + (1n << BigInt(128 - prefix.length)) - 1n, length: prefix.length, value }];
    }),
  );
  // The end of the whole space is no start of an interval that fits 32 bits.
  const starts4 = Uint32Array.from(four.starts.filter((start) => start <= 0xffff_ffffn).map(Number));

  function match4(address: number): readonly T[] {
    let low = 0;
    let high = starts4.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts4[middle] as number) <= address) low = middle;
      else high = middle - 1;
    }
    return four.values[low] ?? none;
  }
  function match6(bytes: Uint8Array): readonly T[] {
    if (six.starts.length === 1) return none;
    const address = toBigInt(bytes);
    let low = 0;
    let high = six.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((six.starts[middle] as bigint) <= address) low = middle;
      else high = middle - 1;
    }
    return six.values[low] ?? none;
  }
  return { match4, match6 };
}
