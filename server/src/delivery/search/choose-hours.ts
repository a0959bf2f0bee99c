import type { Stretch } from './hours.ts';

const hourMs = 3_600_000;

/** How many events that may be wanted one clock hour holds, as tallied. */
export interface HourMatches {
  readonly hour: Date;
  readonly events: number;
}

export interface Choice {
  /** The time range of the search. */
  readonly range: Stretch;
  /** The tallies count just what is wanted, and not more. */
  readonly exact: boolean;
  /** Event time of the last event of the page before. */
  readonly behind: Date | undefined;
  /** Events wanted. */
  readonly limit: number;
}

/** Hours to look into, the newest first, and whether they are sure to fill the page. */
export interface Chosen {
  readonly hours: readonly Date[];
  readonly fills: boolean;
}

/**
 * The hours to look into for one page, of those that hold matches (the newest first): as many as are sure to fill it, or
 * all. An hour at the edge of the range or of the page before counts for nothing: part of it is not wanted.
 */
export function chooseHours(hours: readonly HourMatches[], { range, exact, behind, limit }: Choice): Chosen {
  const left = hours.filter(({ hour }) => behind === undefined || hour <= behind);
  if (!exact) return { hours: left.map(({ hour }) => hour), fills: false };
  const end = behind ?? range.to;
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
  return { hours: chosen, fills: sure >= limit };
}

/** So few hours are worth looking into one by one. */
const fewHours = 48;

/** Whether hours lie so far apart that looking into each is cheaper than into all the time between the first and last. */
export function areSparse(hours: readonly Date[]): boolean {
  const [newest] = hours;
  const oldest = hours.at(-1);
  if (newest === undefined || oldest === undefined || hours.length > fewHours) return false;
  return (newest.getTime() - oldest.getTime()) / hourMs >= 4 * hours.length;
}
