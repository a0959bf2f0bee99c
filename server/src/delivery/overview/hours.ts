export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Events in one clock hour (UTC). */
export interface HourCount {
  readonly hour: Date;
  readonly events: number;
}

/** The beginning of the clock hour that a time lies in. */
export function hourOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / hourMs) * hourMs);
}

/** The beginning of the last 24 clock hours, the current one included: what "last day" means on every screen. */
export function dayBefore(now: Date): Date {
  return new Date(hourOf(now).getTime() - 23 * hourMs);
}

/** The middle value; of an even number, the mean of the two in the middle. 0 for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** How far the comparison with the past reaches. */
export const daysCompared = 7;

/**
 * For each of the last 24 clock hours its events and what was usual: the median of the same hour of the day over the 7
 * days before. Days from before the first count do not make it smaller: a programme that began yesterday compares with
 * yesterday.
 */
export function trendOf(counts: readonly HourCount[], now: Date): { hour: Date; events: number; usual: number }[] {
  const byHour = new Map(counts.map(({ hour, events }) => [hour.getTime(), events]));
  const first = Math.min(...byHour.keys());
  const current = hourOf(now).getTime();
  return Array.from({ length: 24 }, (_, n) => {
    const hour = current - (23 - n) * hourMs;
    const before = Array.from({ length: daysCompared }, (_, day) => hour - (day + 1) * dayMs).filter(
      (past) => past >= first,
    );
    return {
      hour: new Date(hour),
      events: byHour.get(hour) ?? 0,
      usual: median(before.map((past) => byHour.get(past) ?? 0)),
    };
  });
}

/** What is usual in a day: the median of totals of the 7 days before the last one, as far back as there were counts. */
export function usualPerDay(totals: ReadonlyMap<number, number>, daysKnown: number): number {
  return median(Array.from({ length: Math.min(daysCompared, daysKnown) }, (_, n) => totals.get(n + 1) ?? 0));
}
