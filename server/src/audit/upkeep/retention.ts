const dayMs = 86_400_000;

/** The first day of the month in which `days` ago lies: names of months before it have been kept for all of those days. */
export function monthBefore(now: Date, days: number): string {
  return `${new Date(now.getTime() - days * dayMs).toISOString().slice(0, 7)}-01`;
}

/** The instant `days` ago. */
export function daysAgo(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}
