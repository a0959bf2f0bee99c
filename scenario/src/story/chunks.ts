import { feedFile } from '../formats/feed-file.ts';
import { afflictions } from './afflictions.ts';
import type { Background } from './background.ts';
import { driftDay, mishapsOf } from './mishaps.ts';
import type { Observation } from './observation.ts';
import { storySources, type SourceHandle } from './sources.ts';
import { straysOf } from './strays.ts';

const dayMs = 86_400_000;

/** One file as a source sends it, and what the story knows of its records. */
export interface Chunk {
  readonly source: SourceHandle;
  readonly feed: string;
  readonly report: string;
  /** File name; with the source it is the key under which a repetition is recognised. */
  readonly name: string;
  readonly body: string;
  /** Sound records, in the order of the file. */
  readonly observations: readonly Observation[];
  /** Sound records that concern nobody by what they are. */
  readonly filtered: number;
  /** Broken ones. */
  readonly malformed: number;
}

/** A quiet week (and what comes after it) of one story. */
export interface Telling {
  readonly seed: string;
  readonly background: Background;
  /** When the week begins. */
  readonly begins: number;
  readonly scale: number;
}

const allDay: ReadonlySet<string> = new Set(['sinkholes', 'honeypots', 'cert-exchange', 'abuse-desk']);

/** The sources of the quiet week with their reports; those that send all day long, and those that send one file a day. */
export const weeklyFiles: readonly { source: SourceHandle; report: string; daily: boolean }[] = filesOf();

function filesOf(): { source: SourceHandle; report: string; daily: boolean }[] {
  const known = new Map(afflictions.map(({ source, report = '' }) => [`${source}/${report}`, { source, report }]));
  return [...known.values()].map((file) => ({ ...file, daily: !allDay.has(file.source) }));
}

const feedOf = (source: SourceHandle): string => storySources.find(({ handle }) => handle === source)?.feed ?? '';

/** What one source reports of a day, counted from 1; undefined where it has nothing to say. */
export function dayChunk(telling: Telling, source: SourceHandle, report: string, day: number): Chunk | undefined {
  const from = telling.begins + (day - 1) * dayMs;
  return chunkOf(telling, source, report, from, from + dayMs, { day });
}

/** What one source reports of [from, to). */
export function chunkOf(
  telling: Telling,
  source: SourceHandle,
  report: string,
  from: number,
  to: number,
  { day = 0 } = {},
): Chunk | undefined {
  const { seed, background, begins, scale } = telling;
  const strays = report === '' ? straysOf(source, seed, from, to, scale) : { seen: [], filtered: 0 };
  const observations = [...background.seen(source, report, from, to), ...strays.seen].sort((a, b) => a.time - b.time);
  if (observations.length === 0) return undefined;
  const feed = feedOf(source);
  const broken = mishapsOf(source, report, day, from);
  const file = feedFile(feed, report, observations, source === 'daily-bots' && day === driftDay);
  const place = day === 0 ? `at-${new Date(to).toISOString()}` : `day-${day}`;
  return {
    source,
    feed,
    report,
    name: [`week-of-${new Date(begins).toISOString()}`, place, report].filter((part) => part !== '').join('/'),
    body: broken.length === 0 ? file : withBroken(file, broken),
    observations,
    filtered: strays.filtered,
    malformed: broken.length,
  };
}

/** Puts broken lines into the middle of a file. */
function withBroken(file: string, broken: readonly string[]): string {
  const all = file.trimEnd().split('\n');
  const middle = Math.max(1, all.length >>> 1);
  return `${[...all.slice(0, middle), ...broken, ...all.slice(middle)].join('\n')}\n`;
}
