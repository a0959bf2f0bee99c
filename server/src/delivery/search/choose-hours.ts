import type { Stretch } from './hours.ts';

const hourMs = 3_600_000;

/** How many events that may be wanted one clock hour holds, as tallied. */
export interface HourMatches {
  readonly hour: Date;
  readonly events: number;
}

/** So few hours are looked into one by one, rather than every day that one of them lies in. */
export const fewHours = 48;

export interface Choice {
  /** The time range of the search. */
  readonly range: Stretch;
  /** The list walks back by event time, so that older hours are needed only when newer ones do not fill the page. */
  readonly byTime: boolean;
  /** The tallies count just what is wanted, and not more. */
  readonly exact: boolean;
  /** Event time of the last event of the page before. */
  readonly behind: Date | undefined;
  /** Events wanted. */
  readonly limit: number;
}

/**
 * The hours to look into for one page, of those that hold matches (the newest first); undefined when there are too many
 * to be worth it. An hour at the edge of the range or of the page before counts for nothing: part of it is not wanted.
 */
export function chooseHours(
  hours: readonly HourMatches[],
  { range, byTime, exact, behind, limit }: Choice,
): Date[] | undefined {
  const last = byTime ? behind : undefined;
  const left = hours.filter(({ hour }) => last === undefined || hour <= last);
  if (!byTime || !exact) return left.length <= fewHours ? left.map(({ hour }) => hour) : undefined;
  const end = last ?? range.to;
  const chosen: Date[] = [];
  let sure = 0;
  for (const { hour, events } of left) {
    if (sure >= limit) break;
    chosen.push(hour);
    const whole =
      (range.from === undefined || hour >= range.from) &&
      (end === undefined || hour.getTime() + hourMs <= end.getTime());
    if (whole) sure += events;
  }
  return chosen.length <= fewHours ? chosen : undefined;
}
