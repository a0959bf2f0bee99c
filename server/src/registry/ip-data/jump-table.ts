const HEADS = 65_536;

/**
 * The first level of a lookup. IPv4: for each 16-bit head the last row that starts at or before the head's first
 * address. IPv6: the same for bits 3 to 18 within 2000::/3, the only part that is in use; addresses outside it take
 * the last head or the first. One more entry closes the last head.
 */
export function jumpTable(starts: Uint32Array, words: 1 | 4): Uint32Array {
  const rows = starts.length / words;
  const table = new Uint32Array(HEADS + 1);
  let row = 0;
  for (let head = 0; head < HEADS; head += 1) {
    const first = words === 1 ? head * 65_536 : firstOfHead6(head);
    while (row + 1 < rows && startsBefore(starts, (row + 1) * words, first, words)) row += 1;
    table[head] = row;
  }
  table[HEADS] = rows - 1;
  return table;
}

/** Head of an IPv6 address by its first 32 bits. */
export function head6(word: number): number {
  return word < 0x20000000 ? 0 : word >= 0x40000000 ? HEADS - 1 : (word >>> 13) & 0xffff;
}

/** First 32 bits of the first address of a head: the first head also holds all below 2000::/3. */
function firstOfHead6(head: number): number {
  return head === 0 ? 0 : 0x20000000 + head * 0x2000;
}

/** Whether the start at `at` is at or before the address that begins with the word `first` and zeros. */
function startsBefore(starts: Uint32Array, at: number, first: number, words: number): boolean {
  const word = starts[at] as number;
  if (word !== first) return word < first;
  for (let rest = 1; rest < words; rest += 1) if (starts[at + rest] !== 0) return false;
  return true;
}
