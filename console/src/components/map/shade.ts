/** Lower bounds of the shades: each ten times the one before, as infections are spread over many orders. */
export const shadeBounds = [1, 10, 100, 1000, 10_000] as const;

/** 0 for none, then one step for each power of ten, 5 at most. */
export function shadeOf(openEpisodes: number): number {
  return shadeBounds.filter((bound) => openEpisodes >= bound).length;
}
