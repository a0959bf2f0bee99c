import type { Enrolment, OrgKind, Tlp } from '@tocsin/api';
import { enrolmentInForce } from '#auth/index.ts';
import { decide } from './decide.ts';
import type { ConcernRule, ObjectFacts, OrgId, Viewer } from './facts.ts';

/** What a source declares about everything that it sends. */
export interface EventSource {
  readonly org: OrgId;
  readonly tlp: Tlp;
  readonly distribution: 'concerned' | 'named';
  readonly recipients: readonly OrgId[];
}

/** One entry of a constituency that an event falls into. */
export interface EventMatch {
  readonly org: OrgId;
  readonly kind: OrgKind;
  readonly enrolment: Enrolment;
  /** Of the org's nation; null for an org without one. */
  readonly nationEnrolment: Enrolment | null;
  readonly rule: ConcernRule;
  readonly value: string;
}

/** A reason of a route: what matched, and the name of the sharing rule that decided. */
export interface EventReason {
  readonly org: OrgId;
  readonly rule: ConcernRule;
  readonly value: string;
  readonly decision: string;
  readonly allowed: boolean;
}

/**
 * Who gets an event, and why: one reason per match, in the order given (the most specific first). The audience is the
 * set of orgs with an allowed reason. Unlike an object, an event goes only to orgs that it concerns: each match is
 * judged by itself, so that a provider that also lies in the nation is allowed by its network and not by the nation.
 */
export function decideEventAudience(source: EventSource, matches: readonly EventMatch[], now: Date): EventReason[] {
  return matches.map((match) => {
    const { allow, rule } = decide({ facts: factsOf(source, match), body: undefined }, viewerOf(match), now);
    return { org: match.org, rule: match.rule, value: match.value, decision: rule, allowed: allow };
  });
}

function factsOf(source: EventSource, match: EventMatch): ObjectFacts {
  return {
    owner: source.org,
    released: true,
    withdrawn: false,
    releaseExpiry: null,
    embargoUntil: null,
    embargoRecipients: [],
    exclusions: [],
    tlp: source.tlp,
    distribution: source.distribution,
    named: { orgs: source.recipients, users: [], groupMembers: [] },
    concerns: [match],
  };
}

/** An org as a member of an audience: a machine that follows the log. */
function viewerOf(match: EventMatch): Viewer {
  const enrolment = enrolmentInForce(match.kind, match.enrolment, match.nationEnrolment);
  return { org: { id: match.org, kind: match.kind, nation: null, enrolment }, channel: 'stream', assurance: 'token' };
}
