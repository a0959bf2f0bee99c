import type { ReleaseTermsInput } from '@tocsin/api';
import type { OrgId, ReleaseTerms } from '#sharing/index.ts';

/** Ids by handle. */
export interface Handles {
  readonly orgs: ReadonlyMap<string, OrgId>;
  readonly groups: ReadonlyMap<string, number>;
}

/** Terms as they were sent, by ids; or what is wrong with them. */
export function readTerms(
  input: ReleaseTermsInput,
  owner: OrgId,
  { orgs, groups }: Handles,
  now: Date,
): { readonly terms: ReleaseTerms } | { readonly refusal: string } {
  const unknown: string[] = [];
  const idsOf = (handles: readonly string[], of: ReadonlyMap<string, number>, what: string): number[] =>
    handles.flatMap((handle) => {
      const id = of.get(handle);
      if (id === undefined) unknown.push(`${what} ${handle}`);
      return id ?? [];
    });
  const orgIds = (handles: readonly string[]): number[] => idsOf(handles, orgs, 'organisation');
  const { people = [], embargoUntil, expiresAt, defaultTlp, distribution, concerns } = input;
  const terms: ReleaseTerms = {
    owner,
    ...(defaultTlp !== undefined && { defaultTlp }),
    ...(distribution !== undefined && { distribution }),
    ...(concerns !== undefined && { concerns }),
    orgs: orgIds(input.orgs ?? []),
    people: people.flatMap(({ org, person }) => orgIds([org]).map((id) => ({ org: id, person }))),
    groups: idsOf(input.groups ?? [], groups, 'group'),
    exclusions: orgIds(input.exclusions ?? []),
    embargoRecipients: orgIds(input.embargoRecipients ?? []),
    ...(embargoUntil !== undefined && { embargoUntil: new Date(embargoUntil) }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
  };
  if (unknown.length > 0) return { refusal: `There is no ${unknown[0]}.` };
  if (terms.expiresAt !== undefined && terms.expiresAt <= now)
    return { refusal: 'The release would have expired already.' };
  if (terms.exclusions?.includes(owner) === true)
    return { refusal: 'An organisation cannot exclude itself from what is its own.' };
  return { terms };
}
