import type { JsonObject } from '@tocsin/stix';
import { tlpOf } from '@tocsin/stix';
import {
  effectiveTlp,
  followsConcerns,
  matchConcerns,
  releaseFacts,
  releaseKey,
  subjectOf,
  type ReleaseFacts,
  type ReleaseTerms,
} from '#sharing/index.ts';
import type { SharingBook } from '#sharing/store.ts';
import { concernSubject, describeObject, type Description } from '../describe.ts';

/** An object with all that is stored of it. */
export interface Prepared extends Description {
  readonly value: JsonObject;
  readonly body: string;
  /** Key of the release that it falls under. */
  readonly release: string;
}

/** Prepares objects under one org's terms. Objects of the same marking that concern the same share a release. */
export function prepareObjects(
  objects: readonly { readonly value: JsonObject; readonly body: string }[],
  terms: ReleaseTerms,
  book: SharingBook,
  resolveMarking?: (id: string) => JsonObject | undefined,
): { readonly prepared: readonly Prepared[]; readonly releases: ReadonlyMap<string, ReleaseFacts> } {
  const releases = new Map<string, ReleaseFacts>();
  const keys = new Map<string, string>();
  const prepared = objects.map(({ value, body }): Prepared => {
    const tlp = tlpFor(value, terms, resolveMarking);
    const concerns = followsConcerns({ tlp, distribution: terms.distribution ?? 'named' })
      ? concernsFor(value, terms, book)
      : [];
    const short = `${tlp} ${concerns.join(' ')}`;
    let release = keys.get(short);
    if (release === undefined) {
      const facts = releaseFacts(terms, tlp, concerns);
      release = releaseKey(facts);
      keys.set(short, release);
      releases.set(release, facts);
    }
    return { ...describeObject(value), value, body, release };
  });
  return { prepared, releases };
}

/** The level that counts for an object under these terms. */
export function tlpFor(
  value: JsonObject,
  terms: Pick<ReleaseTerms, 'defaultTlp'>,
  resolveMarking?: (id: string) => JsonObject | undefined,
) {
  const marked = tlpOf(value, resolveMarking);
  return effectiveTlp(marked === undefined ? [] : [marked], terms.defaultTlp);
}

/** Entries of constituencies that an object falls into, by what it holds and by what the analyst says. */
export function concernsFor(value: JsonObject, { concerns = [] }: ReleaseTerms, book: SharingBook): string[] {
  const { tables, locate } = book;
  const found = matchConcerns(tables, concernSubject(value), locate);
  return concerns.length === 0 ? found : [...found, ...matchConcerns(tables, subjectOf(concerns), locate)];
}
