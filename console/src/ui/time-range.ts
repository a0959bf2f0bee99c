import { useMemo } from 'react';
import { now, useNow } from '../clock.ts';
import type { Url } from './url-state.ts';
import { useUrl } from './url-state.ts';

export const presets = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
export type Preset = keyof typeof presets;

/** What a list asks the API for: `to` is absent while the range is open to new events. */
export interface TimeRange {
  preset: Preset | 'custom';
  from: string;
  to?: string;
}

function isPreset(text: string | undefined): text is Preset {
  return text !== undefined && Object.hasOwn(presets, text);
}

/** Reads the range from ?range=day or ?from=...&to=.... A preset's beginning is the full minute, so that queries stay the same for a minute. */
export function readTimeRange(url: Pick<Url, 'one'>, at: Date, fallback: Preset = 'day'): TimeRange {
  const [from, to, range] = [url.one('from'), url.one('to'), url.one('range')];
  if (from !== undefined && !Number.isNaN(Date.parse(from))) {
    return { preset: 'custom', from, ...(to !== undefined && !Number.isNaN(Date.parse(to)) ? { to } : {}) };
  }
  const preset = isPreset(range) ? range : fallback;
  const minute = Math.floor(at.getTime() / 60_000) * 60_000;
  return { preset, from: new Date(minute - presets[preset]).toISOString() };
}

/** The time range of this screen, from its URL. */
export function useTimeRange(fallback: Preset = 'day'): TimeRange {
  const url = useUrl();
  const minute = useNow(60_000);
  // A change of the URL reads the clock anew; the tick moves a preset on.
  return useMemo(() => readTimeRange(url, minute > now() ? minute : now(), fallback), [url, minute, fallback]);
}
