import { hash } from 'node:crypto';
import { tlpLevels, type Enrolment, type OrgKind, type Tlp } from '@tocsin/api';
import { enrolmentInForce } from '#auth/index.ts';
import { concernsOf, type ConcernTables } from './concerns.ts';
import { decide, type SharingRule } from './decide.ts';
import type { ObjectFacts, OrgId, Viewer } from './facts.ts';
import type { ReleaseTerms } from './release-terms.ts';

/** An org of the registry, as far as the rule asks. */
export interface AudienceOrg {
  readonly id: OrgId;
  readonly handle: string;
  readonly name: string;
  readonly kind: OrgKind;
  readonly nation: string | null;
  readonly enrolment: Enrolment;
  readonly nationEnrolment: Enrolment | null;
}

/** What of the registry the audiences of objects follow from. */
export interface AudienceRegistry {
  readonly orgs: readonly AudienceOrg[];
  readonly groups: ReadonlyMap<number, readonly OrgId[]>;
  readonly tables: ConcernTables;
}

/** The facts of a release, complete: what two objects share that are shared alike. Lists are sorted, each item once. */
export interface ReleaseFacts {
  readonly owner: OrgId;
  readonly tlp: Tlp;
  readonly distribution: 'concerned' | 'named';
  readonly orgs: readonly OrgId[];
  readonly users: readonly string[];
  readonly groups: readonly number[];
  readonly exclusions: readonly OrgId[];
  readonly embargoUntil: Date | null;
  readonly embargoRecipients: readonly OrgId[];
  readonly expiresAt: Date | null;
  /** Entries of constituencies, as `matchConcerns` gives them. */
  readonly concerns: readonly string[];
  /** Those that the analyst named, as given. */
  readonly wanted: readonly string[];
}

const numbers = (values: readonly number[] = []): number[] => [...new Set(values)].sort((a, b) => a - b);
const texts = (values: readonly string[] = []): string[] => [...new Set(values)].sort();

/** The facts of objects of one marking and the same concerns under an org's terms. */
export function releaseFacts(terms: ReleaseTerms, tlp: Tlp, concerns: readonly string[]): ReleaseFacts {
  const { embargoUntil = null, expiresAt = null, distribution = 'named', people = [] } = terms;
  // RED names people, and with them their orgs; below it an org is named by itself.
  const red = tlp === 'red';
  return {
    owner: terms.owner,
    tlp,
    distribution,
    orgs: numbers(red ? people.map(({ org }) => org) : terms.orgs),
    users: red ? texts(people.map(({ person }) => person)) : [],
    groups: numbers(terms.groups),
    exclusions: numbers(terms.exclusions),
    embargoUntil,
    embargoRecipients: numbers(terms.embargoRecipients),
    expiresAt,
    concerns: followsConcerns({ tlp, distribution }) ? texts(concerns) : [],
    wanted: texts(terms.concerns),
  };
}

/** Whether it matters whom an object concerns. */
export function followsConcerns({ tlp, distribution }: Pick<ReleaseFacts, 'tlp' | 'distribution'>): boolean {
  return tlp === 'amber' && distribution === 'concerned';
}

/** Equal for equal facts, and for no others. */
export function releaseKey(facts: ReleaseFacts): string {
  return hash('sha256', JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))), 'hex');
}

/** What decide() judges of something released so. */
export function objectFacts(facts: ReleaseFacts, registry: AudienceRegistry, released = true): ObjectFacts {
  const { owner, tlp, distribution, exclusions, embargoUntil, embargoRecipients, expiresAt, orgs, users } = facts;
  return {
    owner,
    released,
    withdrawn: false,
    releaseExpiry: expiresAt,
    embargoUntil,
    embargoRecipients,
    exclusions,
    tlp,
    distribution,
    named: { orgs, users, groupMembers: facts.groups.flatMap((group) => registry.groups.get(group) ?? []) },
    concerns: concernsOf(registry.tables, facts.concerns),
  };
}

/** An org as a member of an audience: a machine that follows the log. RED reaches nobody so but its owner. */
export function memberViewer({ id, kind, nation, enrolment, nationEnrolment }: AudienceOrg): Viewer {
  const inForce = enrolmentInForce(kind, enrolment, nationEnrolment);
  return { org: { id, kind, nation, enrolment: inForce }, channel: 'stream', assurance: 'token' };
}

export interface OrgDecision {
  readonly org: OrgId;
  readonly rule: SharingRule;
  readonly allow: boolean;
}

/** What decide() says of each org of the registry, in their order. */
export function decideOrgs(facts: ObjectFacts, orgs: readonly AudienceOrg[], now: Date): OrgDecision[] {
  return orgs.map((org) => {
    const { allow, rule } = decide({ facts, body: undefined }, memberViewer(org), now);
    return { org: org.id, rule: rule as SharingRule, allow };
  });
}

/** A member of an audience: why, and the strictest level of marked parts that it may see too. */
export interface AudienceMember {
  readonly org: OrgId;
  readonly rule: SharingRule;
  readonly reach: Tlp;
}

/** Who has what is released so, and when the clock alone changes that. */
export interface ReleaseAudience {
  /** Those whom decide() allows, ascending, each with its rule. */
  readonly members: readonly AudienceMember[];
  /** False: past its expiry. The owner may still read it; it stands in nobody's list. */
  readonly listed: boolean;
  readonly dueAt: Date | null;
}

/** For each org the strictest level at which it would still be allowed; RED parts stay with the owner and with people. */
export function reachOf(facts: ObjectFacts, orgs: readonly AudienceOrg[], now: Date): Map<OrgId, Tlp> {
  const reach = new Map<OrgId, Tlp>();
  for (const tlp of tlpLevels.toReversed())
    for (const { org, allow } of decideOrgs({ ...facts, tlp }, orgs, now)) if (allow) reach.set(org, tlp);
  return reach;
}

export function releaseAudience(facts: ReleaseFacts, registry: AudienceRegistry, now: Date): ReleaseAudience {
  const judged = objectFacts(facts, registry);
  const decisions = decideOrgs(judged, registry.orgs, now).filter(({ allow }) => allow);
  const reach = reachOf(judged, registry.orgs, now);
  const members = decisions.map(({ org, rule }) => ({ org, rule, reach: reach.get(org) ?? facts.tlp }));
  const moments = [facts.embargoUntil, facts.expiresAt].filter((at) => at !== null && at > now) as Date[];
  return {
    members: members.sort((a, b) => a.org - b.org),
    listed: facts.expiresAt === null || now < facts.expiresAt,
    dueAt: moments.sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}
