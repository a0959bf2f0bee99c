export interface Place {
  code: string;
  x: number;
  y: number;
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The place that an arrow key leads to: the nearest one within 60 degrees of its direction, where what lies aside
 * counts double. Undefined for other keys and at the edge.
 */
export function neighbour(places: readonly Place[], from: Place, key: string): Place | undefined {
  const direction = directions[key];
  if (direction === undefined) return undefined;
  const [dx, dy] = direction;
  let best: Place | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const along = (place.x - from.x) * dx + (place.y - from.y) * dy;
    const aside = Math.abs((place.x - from.x) * dy) + Math.abs((place.y - from.y) * dx);
    if (along <= 0 || aside > along * Math.sqrt(3)) continue;
    const cost = along + aside * 2;
    if (cost < bestCost) [best, bestCost] = [place, cost];
  }
  return best;
}
