import type { Client } from '@tocsin/api';
import { dayChunk, weeklyFiles, type Chunk, type Telling } from '../story/chunks.ts';
import { closingSource, type WeekMark } from './marks.ts';
import type { Report } from './progress.ts';
import { sendChunk } from './send.ts';

/** A week and the day before it, so that what lives here is a week old and not new. */
export const weekDays = 8;
/** Files under way at once: enough to keep the server busy while the next one is written. */
const lanes = 2;

/** Called with each file and its receipt. */
export type OnSent = (chunk: Chunk, receipt: Awaited<ReturnType<typeof sendChunk>>) => void;

/** Sends the days of the week that were not sent yet. The closing file of a day is under way while the next day begins. */
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
  const send = async (source: Chunk['source'], kind: string, day: number): Promise<void> => {
    const chunk = dayChunk(telling, source, kind, day);
    if (chunk === undefined) return;
    const receipt = await sendChunk(client, chunk, signal);
    events += receipt.records;
    report({ stage: 'week', state: 'going', step: day - 1, of: weekDays, events });
    onSent(chunk, receipt);
  };
  const others = weeklyFiles.filter(({ source }) => source !== closingSource);

  report({ stage: 'week', state: 'begun', step: mark.days, of: weekDays, events });
  let closing: Promise<void> = Promise.resolve();
  for (let day = mark.days + 1; day <= weekDays; day++) {
    const waiting = others.values();
    const lane = async (): Promise<void> => {
      for (const { source, report: kind } of waiting) await send(source, kind, day);
    };
    await Promise.all([closing, ...Array.from({ length: lanes }, lane)]);
    closing = send(closingSource, '', day);
    // Waited for above or below; until then nobody would hear of its failure.
    closing.catch(() => undefined);
  }
  await closing;
  report({ stage: 'week', state: 'done', step: weekDays, of: weekDays, events });
}
