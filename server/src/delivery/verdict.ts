import type { NationOverview } from '@tocsin/api';
import { counted, times, type RankedFamily } from './rank-families.ts';

export interface Situation {
  readonly eventsLastHour: number;
  readonly usualPerHour: number;
  readonly eventsLastDay: number;
  readonly openEpisodes: number;
  readonly openedLastDay: number;
  readonly returnedLastDay: number;
  /** Whether there is a day to compare with. */
  readonly comparable: boolean;
  readonly ranked: readonly RankedFamily[];
}

/** Fewer events in an hour than these raise no alarm, however few are usual. */
const fewest = 10;

/**
 * How things stand, in one word and one sentence. `high`: four times the usual hour; `raised`: twice, or something new
 * here that has opened ten episodes in a day; `quiet`: nothing in a day and nothing open.
 */
export function verdictOf(now: Situation): NationOverview['verdict'] {
  const { eventsLastHour, usualPerHour, eventsLastDay, openEpisodes, comparable } = now;
  if (eventsLastDay === 0 && openEpisodes === 0) {
    return { level: 'quiet', sentence: 'No events in 24 hours, and nothing is open.' };
  }
  const ratio = comparable ? eventsLastHour / Math.max(usualPerHour, 1) : 1;
  const [top] = now.ranked;
  const emerging = comparable && top !== undefined && top.newEpisodes >= 10 && top.usualPerDay === 0;
  const level =
    eventsLastHour >= 2 * fewest && ratio >= 4
      ? 'high'
      : (eventsLastHour >= fewest && ratio >= 2) || emerging
        ? 'raised'
        : 'usual';
  return { level, sentence: `${hourInWords(now, level)} ${todayInWords(now, level === 'usual' ? undefined : top)}` };
}

function hourInWords({ eventsLastHour, usualPerHour, comparable }: Situation, level: string): string {
  if (eventsLastHour === 0) return 'No events in the last hour.';
  const events = `${counted(eventsLastHour, 'event')} in the last hour`;
  if (!comparable) return `${events}; there is no day yet to compare with.`;
  if (usualPerHour === 0) return level === 'usual' ? `${events}.` : `${events}, where there are usually none.`;
  const ratio = eventsLastHour / usualPerHour;
  if (ratio >= 2) return `${events}, ${times(ratio)} the usual number.`;
  return ratio <= 0.5 ? `${events}, fewer than usual.` : `${events}, about as usual.`;
}

function todayInWords(
  { openEpisodes, openedLastDay, returnedLastDay }: Situation,
  top: RankedFamily | undefined,
): string {
  const returned = returnedLastDay > 0 ? `, ${counted(returnedLastDay, 'host')} came back` : '';
  const open = `${counted(openEpisodes, 'episode')} open, ${openedLastDay.toLocaleString('en')} of them since yesterday${returned}.`;
  return top === undefined ? open : `${open} Look first at ${top.family ?? top.class}.`;
}
