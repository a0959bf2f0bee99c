import { routes, type Client } from '@tocsin/api';
import { createBackground } from '../story/background.ts';
import { createCampaign } from '../story/campaign.ts';
import type { Telling } from '../story/chunks.ts';
import { serverClock } from './clock.ts';
import { playBackground, playCampaign, type Speed } from './live.ts';
import { findCampaign, findWeek } from './marks.ts';
import type { Report, Stage } from './progress.ts';
import { setUp } from './setup.ts';
import { playSharing } from './share.ts';
import { playWeek, weekDays, type OnSent } from './week.ts';

export interface PlayOptions {
  readonly client: Client;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly speed: Speed;
  /** The stage after which to stop; `background` never ends by itself. */
  readonly until: Stage;
  readonly seed: string;
  /** Share of the events that are told: 1 is the whole story. */
  readonly scale: number;
  /** Told of every file and its receipt. */
  readonly onSent?: OnSent;
}

/**
 * How much livelier the background is after the campaign than before it: an audience waits for it, and yet the verdict on a
 * nation's hour, which compares it with what is usual, must stay calm.
 */
const livePace = 1.8;
const dayMs = 86_400_000;

/** Plays the drill over the public API, going on where an earlier run has stopped. */
export async function play(options: PlayOptions): Promise<void> {
  const { client, report, signal, speed, until, seed, scale, onSent = () => undefined } = options;
  const { kind } = await client.call(routes.programme, { signal });
  if (kind !== 'drill') throw new Error('This is a real programme: no drill is played in it.');
  const now = await serverClock(client, signal);
  await setUp(client, report, signal);
  if (until === 'registry') return;

  const mark = (await findWeek(client, signal)) ?? { begins: Math.floor(now()) - weekDays * dayMs, days: 0 };
  const telling: Telling = { seed, begins: mark.begins, scale, background: createBackground(seed, mark.begins, scale) };
  await playWeek(client, telling, mark, report, onSent, signal);
  if (until === 'week') return;

  await playSharing(client, mark.begins, report, signal);
  if (until === 'sharing') return;

  const stage = { client, now, report, onSent, signal };
  const campaign = createCampaign(seed, scale);
  await playCampaign(stage, campaign, await findCampaign(client, signal), speed);
  if (until === 'campaign') return;

  const live: Telling = { ...telling, background: createBackground(seed, mark.begins, scale, livePace) };
  await playBackground(stage, live, campaign, weekDays);
}
