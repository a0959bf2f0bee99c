const dayMs = 86_400_000;

/** The oldest day (days since 1970, UTC) whose events are still kept; whole days go at once. */
export function oldestDay(now: number, retentionDays: number): number {
  return Math.floor(now / dayMs) - retentionDays;
}

/** A day number as 'YYYY-MM-DD'. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
