import { useMemo, useState } from 'react';
import { now } from '../../clock.ts';
import { readTimeRange, type Preset, type TimeRange } from '../../ui/time-range.ts';
import { useUrl } from '../../ui/url-state.ts';

/**
 * The time range of a list from its URL. "Last 24 hours" is taken once and stays, so that the list does not move with the
 * clock; `renew` takes it anew.
 */
export function useFrozenRange(fallback: Preset): { range: TimeRange; renew: () => void } {
  const url = useUrl();
  const [from, to, preset] = [url.one('from'), url.one('to'), url.one('range')];
  const [turn, setTurn] = useState(0);
  const range = useMemo(() => {
    const given: Record<string, string | undefined> = { from, to, range: preset };
    return { ...readTimeRange({ one: (name) => given[name] }, now(), fallback), turn };
  }, [from, to, preset, fallback, turn]);
  return { range, renew: () => setTurn((before) => before + 1) };
}
