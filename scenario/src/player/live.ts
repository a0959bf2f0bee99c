import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@tocsin/api';
import { actAt, campaignChunks, campaignSeconds, lingeringChunk, type Campaign } from '../story/campaign.ts';
import { chunkOf, dayChunk, weeklyFiles, type Telling } from '../story/chunks.ts';
import type { Now } from './clock.ts';
import type { Report } from './progress.ts';
import { sendChunk } from './send.ts';
import type { OnSent } from './week.ts';

const dayMs = 86_400_000;
/** Seconds of the campaign in one file: sensors report about twice a second. */
const campaignStep = 0.5;
/** At full speed one second of the campaign stands for two minutes, of which the last one is now. */
const fullSpeedStretch = 120_000;
/** How often the sensors of the quiet background report. */
const backgroundStepMs = 2_000;

/** Seconds of the story in a second of ours, or as fast as it can be sent. */
export type Speed = number | 'full';

interface Stage {
  readonly client: Client;
  readonly now: Now;
  readonly report: Report;
  readonly onSent: OnSent;
  readonly signal: AbortSignal;
}

/** Plays the campaign from a second of the story on. */
export async function playCampaign(
  { client, now, report, onSent, signal }: Stage,
  campaign: Campaign,
  from: number,
  speed: Speed,
): Promise<void> {
  // The last file of an earlier run may have been a while before the end, where little is seen any more.
  if (from >= campaignSeconds - 5) return report({ stage: 'campaign', state: 'found' });
  const stretch = speed === 'full' ? fullSpeedStretch : 1000 / speed;
  const begins = speed === 'full' ? now() - campaignSeconds * stretch : now() - from * stretch;
  const at = (second: number): number => begins + second * stretch;
  const name = `campaign-of-${new Date(begins).toISOString()}`;
  const step = speed === 'full' ? 10 : campaignStep * Math.max(1, speed);
  // A machine that cannot keep up sends fewer, larger files, and still ends in time.
  const due = (): number => (speed === 'full' ? 0 : (now() - begins) / stretch);
  let events = 0;
  report({ stage: 'campaign', state: 'begun', step: from, of: campaignSeconds, events, detail: actAt(from) });
  let second = from;
  while (second < campaignSeconds) {
    const until = Math.min(Math.max(second + step, due()), campaignSeconds);
    if (at(until) > now()) await sleep(at(until) - now(), undefined, { signal });
    await Promise.all(
      campaignChunks(campaign, name, second, until, at).map(async (chunk) => {
        const receipt = await sendChunk(client, chunk, signal);
        events += receipt.records;
        onSent(chunk, receipt);
      }),
    );
    report({ stage: 'campaign', state: 'going', step: until, of: campaignSeconds, events, detail: actAt(until) });
    second = until;
  }
  report({ stage: 'campaign', state: 'done', step: campaignSeconds, of: campaignSeconds, events });
}

/**
 * Goes on with the quiet background until told to stop: sensors report every few seconds, the sinkhole sees what is left of the
 * campaign, and daily feeds come every day.
 */
export async function playBackground(
  { client, now, report, onSent, signal }: Stage,
  telling: Telling,
  campaign: Campaign,
  days: number,
): Promise<void> {
  report({ stage: 'background', state: 'begun' });
  const sensors = weeklyFiles.filter(({ daily }) => !daily);
  const reports = weeklyFiles.filter(({ daily }) => daily);
  // The last whole day is reported at once, be it that nobody was here when it ended; the receipt says if somebody was.
  let day = Math.max(days, Math.floor((now() - telling.begins) / dayMs) - 1);
  for (let from = now(); ;) {
    await sleep(backgroundStepMs, undefined, { signal });
    const to = now();
    const chunks = sensors.map(({ source, report: kind }) => chunkOf(telling, source, kind, from, to));
    chunks.push(lingeringChunk(campaign, from, to));
    if (to >= telling.begins + (day + 1) * dayMs) {
      day += 1;
      chunks.push(...reports.map(({ source, report: kind }) => dayChunk(telling, source, kind, day)));
    }
    for (const chunk of chunks) {
      if (chunk !== undefined) onSent(chunk, await sendChunk(client, chunk, signal));
    }
    from = to;
  }
}
