/** Most shades besides "none". */
const shades = 5;

/** The largest of 1, 2, 5, 10, 20, 50 ... that is at most `value`; 1 below that. */
function roundNumber(value: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(value)));
  return ([5, 2, 1].find((step) => step * power <= value) ?? 1) * power;
}

/**
 * Lower bounds of the shades for counts of at most `most`, rising: round numbers down from seven tenths of it, and 1. A map of small
 * numbers has fewer, lighter shades; a calm night does not look like an outbreak.
 */
export function shadeBounds(most: number): number[] {
  const bounds: number[] = [];
  for (let bound = most * 0.7; bounds.length < shades - 1 && bound >= 2; bound = (bounds[0] ?? 2) - 1) {
    bounds.unshift(roundNumber(bound));
  }
  return bounds[0] === 1 ? bounds : [1, ...bounds];
}

/** 0 for none, then how many bounds a count reaches. */
export function shadeOf(count: number, bounds: readonly number[]): number {
  return bounds.filter((bound) => count >= bound).length;
}
