import { useCallback, useState } from 'react';
import { now } from '../../clock.ts';
import { remember, remembered } from '../../storage.ts';

/** Half an hour without the page is a new visit: a reload in between is not. */
const visitGapMs = 30 * 60_000;

interface Visit {
  /** When the visit before this one ended. */
  before: string | null;
  /** When this visit last showed the page. */
  seen: string;
}

/** When this person last looked at this nation, before now. Null on the first visit in this browser. */
export function useLastVisit(key: string): { before: Date | null; markSeen: () => void } {
  const name = `visit.${key}`;
  const [before, setBefore] = useState<string | null>(() => {
    const known = remembered<Visit>(name);
    const at = now();
    const fresh = known === undefined || at.getTime() - Date.parse(known.seen) > visitGapMs;
    const previous = fresh ? (known?.seen ?? null) : known.before;
    remember(name, { before: previous, seen: at.toISOString() } satisfies Visit);
    return previous;
  });
  const markSeen = useCallback(() => {
    const seen = now().toISOString();
    remember(name, { before: seen, seen } satisfies Visit);
    setBefore(seen);
  }, [name]);
  return { before: before === null ? null : new Date(before), markSeen };
}
