const hourMs = 3_600_000;

/** A stretch of time, half open; undefined: without an end on that side. */
export interface Stretch {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** A time range as whole hours, which are tallied, and what is left before and after them. */
export function splitHours({ from, to }: Stretch): { whole: Stretch | undefined; rest: Stretch[] } {
  const first = from && new Date(Math.ceil(from.getTime() / hourMs) * hourMs);
  const last = to && new Date(Math.floor(to.getTime() / hourMs) * hourMs);
  if (first !== undefined && last !== undefined && first > last) return { whole: undefined, rest: [{ from, to }] };
  const before = from !== undefined && first !== undefined && from < first ? [{ from, to: first }] : [];
  const after = to !== undefined && last !== undefined && last < to ? [{ from: last, to }] : [];
  const empty = first !== undefined && last !== undefined && first.getTime() === last.getTime();
  return { whole: empty ? undefined : { from: first, to: last }, rest: [...before, ...after] };
}
