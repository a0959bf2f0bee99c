import type { Client } from '@tocsin/api';
import { dayChunk, weeklyFiles, type Chunk, type Telling } from '../story/chunks.ts';
import { closingSource, type WeekMark } from './marks.ts';
import type { Report } from './progress.ts';
import { sendChunk } from './send.ts';

/** A week and the day before it, so that what lives here is a week old and not new. */
export const weekDays = 8;
/** Files under way at once: enough to keep the server busy while the next one is written. */
const lanes = 3;

/** Called with each file and its receipt. */
export type OnSent = (chunk: Chunk, receipt: Awaited<ReturnType<typeof sendChunk>>) => void;

/** Sends the days of the week that were not sent yet, one after the other. */
export async function playWeek(
  client: Client,
  telling: Telling,
  mark: WeekMark,
  report: Report,
  onSent: OnSent,
  signal: AbortSignal,
): Promise<void> {
  if (mark.days >= weekDays) return report({ stage: 'week', state: 'found' });
  let events = 0;
  report({ stage: 'week', state: 'begun', step: mark.days, of: weekDays, events });
  for (let day = mark.days + 1; day <= weekDays; day++) {
    await playDay(client, telling, day, (chunk, receipt) => {
      events += receipt.records;
      report({ stage: 'week', state: 'going', step: day - 1, of: weekDays, events });
      onSent(chunk, receipt);
    }, signal); // prettier-ignore
  }
  report({ stage: 'week', state: 'done', step: weekDays, of: weekDays, events });
}

async function playDay(
  client: Client,
  telling: Telling,
  day: number,
  onSent: OnSent,
  signal: AbortSignal,
): Promise<void> {
  // The largest first, so that no lane is left with it in the end; then the file that says the day is complete.
  const files = weeklyFiles.filter(({ source }) => source !== closingSource);
  const waiting = files.values();
  const lane = async (): Promise<void> => {
    for (const { source, report } of waiting) await send(source, report);
  };
  const send = async (source: Chunk['source'], report: string): Promise<void> => {
    const chunk = dayChunk(telling, source, report, day);
    if (chunk !== undefined) onSent(chunk, await sendChunk(client, chunk, signal));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await send(closingSource, '');
}
