import { randomUUID } from 'node:crypto';
import { routes, type Route } from '@tocsin/api';
import type { Canary, Sown } from './canaries.ts';
import { entries } from './entries.ts';
import type { Shown, Target } from './entry.ts';
import type { Question, Reply } from './server.ts';
import type { Nation, Viewer } from './viewers.ts';

/** All that came back, headers included. */
const textOf = ({ text, headers }: Reply): string => `${text}\n${[...headers].flat().join('\n')}`;

/** What of the canaries a reply shows, by text or by id. What the question itself said is not told by its echo. */
export function found({ canaries }: Sown, question: Question, reply: Reply, textsAlone = false): Canary[] {
  const asked = JSON.stringify(question);
  const told = textOf(reply);
  const shows = (secret: string | undefined): boolean =>
    secret !== undefined && !asked.includes(secret) && told.includes(secret);
  // That something with this id was taken back is told to those who had it.
  return canaries.filter(
    ({ text, id, what }) => shows(text) || (!textsAlone && !/withdrawn|expired/.test(what) && shows(id)),
  );
}

/** What a viewer must see of these sorts. */
export const due = ({ canaries }: Sown, viewer: Viewer, sorts: Shown): Canary[] =>
  canaries.filter(
    ({ sort, what, seenBy }) =>
      seenBy.includes(viewer) &&
      !what.endsWith('expired') &&
      sorts.some((wanted) =>
        wanted === 'object: exported'
          ? sort === 'object' && what !== 'draft' && what !== 'red'
          : wanted === 'event: delivered'
            ? sort === 'event' && seenBy.length > 1
            : wanted === 'object: delivered'
              ? sort === 'object' && what !== 'draft'
              : wanted === sort || `${sort}: ${what}`.startsWith(wanted),
      ),
  );

export const named = (canaries: readonly Canary[]): string[] =>
  [...new Set(canaries.map(({ of, what }) => `${of}: ${what}`))].sort();

/** The address of a route with something of the right form in it. */
export function plainQuestion({ method, path, params }: Route): Question {
  const forms = (params as { properties?: Record<string, { type?: string; format?: string }> } | undefined)?.properties;
  const filled = path.replace(/:([a-zA-Z]+)/g, (_, name: string) => {
    const { type, format } = forms?.[name] ?? {};
    return format === 'uuid' ? randomUUID() : type === 'integer' ? '1' : name === 'code' ? 'PL' : 'nations';
  });
  return { method, path: filled, ...(method !== 'GET' && method !== 'DELETE' && { body: {} }) };
}

/** What writes of others are aimed at. */
export const targetOf = ({ canaries, things }: Sown, nation: Nation): Target => ({
  nation,
  own: things[nation],
  secret: String(canaries.find(({ of, what }) => of === nation && what === 'draft')?.id),
});

/** A refusal without what differs from one request to the next: its id, and what the question itself named. */
export function refusal({ status, headers, text }: Reply, { path, body }: Question): object {
  const kept = [...headers].filter(([name]) => !['x-request-id', 'date', 'content-length'].includes(name));
  const ids = `${path} ${JSON.stringify(body)}`.match(/[\w-]+/g) ?? [];
  let masked = text.replace(/"instance":"[^"]*"/, '');
  for (const id of ids) if (/\d|-/.test(id)) masked = masked.replace(new RegExp(`\\b${id}\\b`, 'g'), 'ID');
  return { status, headers: kept, text: masked };
}

const isTrail = (name: keyof typeof routes): boolean => 'trail' in entries[name];

/** Every route. The trails first: what somebody asks here stands in their own. */
export const table = (Object.entries<Route>(routes) as [keyof typeof routes, Route][]).sort(
  ([a], [b]) => Number(isTrail(b)) - Number(isTrail(a)),
);
