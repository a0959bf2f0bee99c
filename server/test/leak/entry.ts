import { formatCursor } from '../../src/sharing/change-log.ts';
import type { Sort, Sown } from './canaries.ts';
import type { Question } from './server.ts';
import { nations, type Nation } from './viewers.ts';

/** How one route of the table is held to segregation. Every route is called by everybody, whatever its entry says. */
export type Entry =
  /** Shows shared or private things: everybody sees exactly what is theirs of these sorts, and nothing of any other. */
  | {
      readonly kind: 'shows';
      readonly sorts: Shown;
      readonly asked: (sown: Sown) => readonly (string | Question)[];
      /** The trail of the programme names by their ids the objects that were released or read, never what they say. */
      readonly trail?: true;
    }
  /** Changes a thing of one org: refused to all but that org and the programme, alike whether it is there or not. */
  | { readonly kind: 'aimed'; readonly at: (thing: Target) => Question; readonly absent: (thing: Target) => Question }
  /** Shows no canary to anybody, and why. */
  | { readonly kind: 'holds nothing'; readonly why: string; readonly asked?: (sown: Sown) => readonly Question[] };

/**
 * Of these sorts all that the viewer may see; of records those named so; of events those that were for any member; of objects
 * those that were released; of exported ones none that is RED, which leaves in no file.
 */
export type Shown = readonly (
  Sort | 'event: delivered' | 'object: delivered' | 'object: exported' | `record: ${string}`
)[];

/** What a write is aimed at: a nation's. */
export interface Target {
  readonly nation: Nation;
  readonly own: Sown['things'][Nation];
  /** Object of the nation that only it reads. */
  readonly secret: string;
}

export const shows = (sorts: Shown, ...paths: string[]): Entry => ({ kind: 'shows', sorts, asked: () => paths });
export const each = (sorts: Shown, asked: (sown: Sown) => readonly string[]): Entry => ({
  kind: 'shows',
  sorts,
  asked,
});
export const trail = (...paths: string[]): Entry => ({ kind: 'shows', sorts: [], asked: () => paths, trail: true });
export const nothing = (why: string, ...asked: Question[]): Entry => ({
  kind: 'holds nothing',
  why,
  ...(asked.length > 0 && { asked: () => asked }),
});
export const aimed = (
  method: string,
  path: (id: number | string, nation: string) => string,
  thing: (target: Target) => number | string,
  body?: (id: number | string) => unknown,
): Entry => {
  const question = (id: number | string, target: Target): Question => ({
    method,
    path: path(id, target.nation),
    ...(body && { body: body(id) }),
  });
  return {
    kind: 'aimed',
    at: (target) => question(thing(target), target),
    absent: (target) => {
      const id = thing(target);
      return question(typeof id === 'number' ? 987_654 : absentOf(id), target);
    },
  };
};

/** Something of the same form that is not there. */
export const absentOf = (id: string): string =>
  id.includes('--') ? `${id.slice(0, id.indexOf('--'))}--00000000-0000-4000-8000-ffffffffffff` : 'nobody-has-this';

export const objectPaths =
  (suffix = '') =>
  ({ canaries }: Sown): string[] =>
    canaries.flatMap(({ sort, id }) => (sort === 'object' && id !== undefined ? [`/api/objects/${id}${suffix}`] : []));
export const eventPaths =
  (path: (event: Sown['events'][number]) => string) =>
  ({ events }: Sown): string[] =>
    events.map(path);
export const ofOrgs = (suffix: string) => (): string[] => nations.map((nation) => `/api/orgs/${nation}/${suffix}`);
export const foreignFamilies = ({ canaries }: Sown): string[] =>
  canaries.flatMap(({ sort, text }) =>
    sort === 'event'
      ? [`/api/events/search?q=${text}`, `/api/events/search?family=${text}&domain=${text}.example.org`]
      : [],
  );

export const account = nothing('one’s own account alone; there is none behind a token');
export const signIn = nothing('a way to sign in: says nothing before one has');
export const people = nothing('people are administered by people: no machine sees any (people.test.ts holds the rest)');
export const programme = nothing('the programme’s own; refused to all others before anything is read');
export const registryWrite = (method: string, path: string, body?: unknown): Entry =>
  nothing('a write of the operator alone', { method, path, ...(body !== undefined && { body }) });

export const exporting = (body: object): Question => ({ method: 'POST', path: '/api/objects/export', body });

export const beginning = formatCursor({ epoch: 1, seq: 0 });

export function registryLike(path: string, body: unknown): Entry {
  return nothing('makes one’s own; the address is refused here', { method: 'POST', path, body });
}
