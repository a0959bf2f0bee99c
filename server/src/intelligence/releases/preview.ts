import type { SharingPreview } from '@tocsin/api';
import { redact, tlpMarkings } from '@tocsin/stix';
import {
  decideOrgs,
  explanations,
  objectFacts,
  reachOf,
  reaches,
  type ReleaseFacts,
  type ReleaseTerms,
} from '#sharing/index.ts';
import type { SharingBook } from '#sharing/store.ts';
import type { Prepared } from '../objects/writing/prepare.ts';

/**
 * Who would get which of some objects under some terms, by which rule, and from what of them parts are taken out. Nothing is
 * written.
 */
export function previewSharing(
  prepared: readonly Prepared[],
  releases: ReadonlyMap<string, ReleaseFacts>,
  { people = [] }: ReleaseTerms,
  book: SharingBook,
  now: Date,
): SharingPreview {
  const judged = new Map(
    [...releases].map(([key, facts]) => {
      const subject = objectFacts(facts, book);
      return [
        key,
        {
          of: new Map(decideOrgs(subject, book.orgs, now).map((each) => [each.org, each])),
          reach: reachOf(subject, book.orgs, now),
        },
      ];
    }),
  );
  const orgs = book.orgs.map(({ id, handle, name, kind, nation }) => {
    let objects = 0;
    let [allowed, denied] = ['', ''];
    const redacted: { id: string; removed: string[] }[] = [];
    for (const object of prepared) {
      const release = judged.get(object.release);
      const decision = release?.of.get(id);
      if (release === undefined || decision?.allow !== true) {
        denied ||= decision?.rule ?? 'default_deny';
        continue;
      }
      const reach = release.reach.get(id) ?? null;
      const own = decision.rule === 'owner';
      const seen =
        object.granular && !own
          ? redact(object.value, (ref) => reaches(reach, tlpMarkings.get(ref)?.level))
          : undefined;
      if (seen !== undefined && seen.object === undefined) continue;
      if (seen !== undefined && seen.removed.length > 0) redacted.push({ id: object.id, removed: [...seen.removed] });
      objects += 1;
      allowed ||= decision.rule;
    }
    const rule = (allowed || denied || 'default_deny') as keyof typeof explanations;
    return {
      org: handle,
      name,
      kind,
      nation,
      allow: objects > 0,
      rule,
      explanation: explanations[rule],
      objects,
      redacted,
    };
  });
  const red = [...releases.values()].some(({ tlp }) => tlp === 'red');
  const handles = new Map(book.orgs.map(({ id, handle }) => [id, handle]));
  return {
    objects: prepared.length,
    orgs: orgs.sort((a, b) => Number(b.allow) - Number(a.allow) || (a.name < b.name ? -1 : 1)),
    people: red ? people.map(({ org, person }) => ({ org: handles.get(org) ?? '', person })) : [],
  };
}
