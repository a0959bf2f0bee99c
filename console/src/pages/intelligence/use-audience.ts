import type { OrgAnswer } from '@tocsin/api';
import { useEffect, useState } from 'react';
import { api, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { failed } from '../../ui/undo.tsx';

/** Questions under way at once: the answer comes soon, and others are still served. */
const lanes = 6;

/** Asks for each organisation whether it has an object and why; the answers so far, in no order. */
export function useAudience(id: string, orgs: readonly string[]): { answers: readonly OrgAnswer[]; done: number } {
  const [answers, setAnswers] = useState<readonly OrgAnswer[]>([]);
  const asked = orgs.join(' ');
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const found: OrgAnswer[] = [];
    const waiting = asked.split(' ').values();
    const lane = async (): Promise<void> => {
      for (const org of waiting) {
        found.push(await api.call(routes.whySharing, { params: { id }, query: { org }, signal }));
        if (!signal.aborted) setAnswers([...found]);
      }
    };
    Promise.all(Array.from({ length: lanes }, lane)).catch((error: unknown) => {
      if (!signal.aborted) failed(t.intelligence.audience.all, error);
      stop.abort();
    });
    return () => stop.abort();
  }, [id, asked]);
  return { answers, done: answers.length };
}
