import { ID_BYTES } from './identity.ts';

/** Remembers the latest ids: at least `size` of them, at most twice as many. */
export interface RecentKeys {
  /** Whether the id (the first 16 bytes, not all of them zero) was met lately; from now on it was. */
  met(id: Uint8Array): boolean;
}

const WORDS = ID_BYTES / 4;
const FIRST_SLOTS = 256;

/** A set of ids in one flat array with linear probing: a quarter of what a Set of strings costs, and nothing to collect. */
interface IdTable {
  readonly slots: Int32Array;
  count: number;
}

const table = (slots: number): IdTable => ({ slots: new Int32Array(slots * WORDS), count: 0 });

/** The slot (as an index of words) that holds the id, or the free one where it belongs. Ids end in hashes: bits of those spread well. */
function place({ slots }: IdTable, a: number, b: number, c: number, d: number): number {
  const last = slots.length - 1;
  for (let at = (d << 2) & last; ; at = (at + WORDS) & last) {
    if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) return at;
    if (slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0) return at;
  }
}

function put(into: IdTable, at: number, a: number, b: number, c: number, d: number): void {
  into.slots[at] = a;
  into.slots[at + 1] = b;
  into.slots[at + 2] = c;
  into.slots[at + 3] = d;
  into.count++;
}

/** The same ids with twice the room. */
function grown({ slots }: IdTable): IdTable {
  const larger = table((slots.length / WORDS) * 2);
  for (let at = 0; at < slots.length; at += WORDS) {
    const a = slots[at] ?? 0;
    const b = slots[at + 1] ?? 0;
    const c = slots[at + 2] ?? 0;
    const d = slots[at + 3] ?? 0;
    if ((a | b | c | d) !== 0) put(larger, place(larger, a, b, c, d), a, b, c, d);
  }
  return larger;
}

export function createRecentKeys(size: number): RecentKeys {
  let now = table(FIRST_SLOTS);
  let before = table(FIRST_SLOTS);
  const word = (id: Uint8Array, at: number): number =>
    ((id[at] ?? 0) << 24) | ((id[at + 1] ?? 0) << 16) | ((id[at + 2] ?? 0) << 8) | (id[at + 3] ?? 0);
  const holds = ({ slots }: IdTable, at: number): boolean =>
    (slots[at] ?? 0) !== 0 || slots[at + 1] !== 0 || slots[at + 2] !== 0 || slots[at + 3] !== 0;
  return {
    met(id) {
      const a = word(id, 0);
      const b = word(id, 4);
      const c = word(id, 8);
      const d = word(id, 12);
      if (holds(now, place(now, a, b, c, d)) || holds(before, place(before, a, b, c, d))) return true;
      if (now.count >= size) {
        [before, now] = [now, before];
        now.slots.fill(0);
        now.count = 0;
      } else if (now.count * 2 * WORDS >= now.slots.length) now = grown(now);
      put(now, place(now, a, b, c, d), a, b, c, d);
      return false;
    },
  };
}
