import { AppError } from '#kernel/errors.ts';
import { instantOf } from './timestamp.ts';

/** What a request asks for (TAXII 2.1, section 3.4): all fields hold together, of the values within one any. */
export interface Filter {
  /** Only what was added after this instant. */
  readonly addedAfter?: string;
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  readonly versions: Versions;
  readonly specVersions?: readonly string[];
}

/** The versions of each object: all of them, or the earliest, the latest and those of some instants (as they were written), as far as asked for. */
export type Versions = 'all' | { readonly first: boolean; readonly last: boolean; readonly at: readonly string[] };

export const lastVersion: Versions = { first: false, last: true, at: [] };

/** A filter, with how many are wanted and the place to go on from, as the client sent it. */
export interface Asked {
  readonly filter: Filter;
  readonly limit: number;
  readonly next?: string;
}

/** What each kind of request can be asked; what it cannot is ignored, as unknown parameters are (section 3.4). */
const fields = {
  objects: ['added_after', 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]'],
  manifest: ['added_after', 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]'],
  object: ['added_after', 'match[version]', 'match[spec_version]'],
  versions: ['added_after', 'match[spec_version]'],
  delete: ['match[version]', 'match[spec_version]'],
} as const;
export type Request = keyof typeof fields;

/** Objects of a page when the client names no limit, and at most. */
const usualLimit = 1000;
const mostLimit = 10_000;
const mostValues = 1000;

export const idForm = /^[a-z0-9][a-z0-9-]{1,248}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const typeForm = /^[a-z0-9][a-z0-9-]{1,248}$/i;
const specForm = /^\d{1,3}\.\d{1,3}$/;

/** The query of a request, read. Throws AppError `invalid_filter` for a value that is not of its form. */
export function readFilter(query: Readonly<Record<string, unknown>>, request: Request): Asked {
  const known: readonly string[] = fields[request];
  const given = (name: string): string[] | undefined =>
    known.includes(name) && Object.hasOwn(query, name) ? [query[name]].flat().map(String) : undefined;
  const list = (name: string, form: RegExp): string[] | undefined =>
    given(name) && sorted(wellFormed(name, values(name, given(name) ?? []), form));

  const added = given('added_after');
  const addedAfter = added && instant('added_after', single('added_after', added));
  const ids = list('match[id]', idForm);
  const types = list('match[type]', typeForm);
  const specVersions = list('match[spec_version]', specForm);
  const versions = given('match[version]');
  const everything = request === 'delete' || request === 'versions';
  const next = own(query, 'next');
  return {
    filter: {
      ...(addedAfter !== undefined && { addedAfter }),
      ...(ids && { ids }),
      ...(types && { types }),
      versions: versions ? readVersions(values('match[version]', versions)) : everything ? 'all' : lastVersion,
      ...(specVersions && { specVersions }),
    },
    limit: readLimit(own(query, 'limit')),
    ...(next !== undefined && { next: single('next', next) }),
  };
}

function own(query: Readonly<Record<string, unknown>>, name: string): string[] | undefined {
  return Object.hasOwn(query, name) ? [query[name]].flat().map(String) : undefined;
}

function readLimit(given: string[] | undefined): number {
  if (given === undefined) return usualLimit;
  const text = single('limit', given);
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0) throw malformed('limit', 'is not a positive number');
  return Math.min(Number(text), mostLimit);
}

function readVersions(given: readonly string[]): Versions {
  const at = given.filter((value) => !['all', 'first', 'last'].includes(value));
  for (const value of at) instant('match[version]', value);
  if (given.includes('all')) return 'all';
  return { first: given.includes('first'), last: given.includes('last'), at: sorted(at) };
}

function values(name: string, given: readonly string[]): string[] {
  const all = given.flatMap((text) => text.split(','));
  if (all.length > mostValues) throw malformed(name, `has more than ${mostValues} values`);
  return all;
}

function wellFormed(name: string, all: readonly string[], form: RegExp): readonly string[] {
  if (!all.every((value) => form.test(value))) throw malformed(name, 'has a value that is not of its form');
  return all;
}

function single(name: string, [value = '', ...others]: readonly string[]): string {
  if (others.length > 0) throw malformed(name, 'is given more than once');
  return value;
}

function instant(name: string, text: string): string {
  const found = instantOf(text);
  if (found === undefined) throw malformed(name, 'is not a timestamp such as 2026-01-02T03:04:05.678Z');
  return found;
}

function sorted(all: readonly string[]): string[] {
  return [...new Set(all)].sort();
}

function malformed(name: string, problem: string): AppError {
  return new AppError('invalid_filter', { detail: `${name} ${problem}.` });
}
