import type { Cleared } from './cleared.ts';
import type { GrantedFacts, ObjectFacts, RoutedFacts, Viewer, ViewerOrg } from './facts.ts';

/** Every rule that can decide, and whether it allows. The name is the stored reason. */
export const sharingRules = {
  suspended: false,
  not_enrolled: false,
  excluded: false,
  draft: false,
  withdrawn: false,
  expired: false,
  embargo: false,
  owner: true,
  programme: true,
  red_channel: false,
  red_assurance: false,
  red_named: true,
  strict_named: true,
  amber_named: true,
  amber_concerned: true,
  green_enrolled: true,
  clear_public: true,
  default_deny: false,
} as const;
export type SharingRule = keyof typeof sharingRules;

export type Decision<T> =
  | { readonly allow: true; readonly rule: string; readonly cleared: Cleared<T> }
  | { readonly allow: false; readonly rule: string };

/** A body and the facts by which it is judged. */
export interface Subject<T> {
  readonly facts: ObjectFacts | RoutedFacts | GrantedFacts;
  readonly body: T;
}

/**
 * Whether `viewer` may have the body of `subject` at `now`, and by which rule. The only maker of `Cleared`. Row-level
 * security holds the rule a second time; property tests keep the two equal (store.test.ts, for objects
 * intelligence/objects/decision.test.ts).
 */
export function decide<T>({ facts, body }: Subject<T>, viewer: Viewer, now: Date): Decision<T> {
  const rule = ruleOf(facts, viewer, now);
  const allow = typeof rule === 'string' ? sharingRules[rule] : true;
  const name = typeof rule === 'string' ? rule : rule.recorded;
  return allow ? { allow, rule: name, cleared: body as Cleared<T> } : { allow, rule: name };
}

function ruleOf(facts: Subject<unknown>['facts'], viewer: Viewer, now: Date): SharingRule | Recorded {
  if ('routed' in facts) return routedRule(facts, viewer);
  return 'granted' in facts ? grantedRule(facts, viewer, now) : objectRule(facts, viewer, now);
}

/** DESIGN.md section 3, "The sharing rule", in its order: the first that applies decides. */
function objectRule(object: ObjectFacts, viewer: Viewer, now: Date): SharingRule {
  const { org } = viewer;
  const refusal = standing(org);
  if (refusal !== undefined) return refusal;
  const isOwner = org?.id === object.owner;
  const among = (orgs: readonly number[]): boolean => org !== null && orgs.includes(org.id);

  if (among(object.exclusions)) return 'excluded';
  if (!isOwner) {
    if (!object.released) return 'draft';
    if (object.withdrawn) return 'withdrawn';
    if (object.releaseExpiry !== null && now >= object.releaseExpiry) return 'expired';
    if (object.embargoUntil !== null && now < object.embargoUntil && !among(object.embargoRecipients)) return 'embargo';
  }
  if (isOwner) return 'owner';

  const named = among(object.named.orgs) || among(object.named.groupMembers);
  switch (object.tlp) {
    case 'red':
      return redRule(object, viewer);
    case 'amber+strict':
      return named ? 'strict_named' : 'default_deny';
    case 'amber':
      if (named) return 'amber_named';
      return object.distribution === 'concerned' && org !== null && concerned(object, org)
        ? 'amber_concerned'
        : 'default_deny';
    case 'green':
      return org === null ? 'default_deny' : 'green_enrolled';
    case 'clear':
      return 'clear_public';
  }
}

/** RED goes to named users of named orgs, in person; never to a machine, a mail body or a feed. */
function redRule(object: ObjectFacts, { org, user, channel, assurance }: Viewer): SharingRule {
  const named =
    org !== null && object.named.orgs.includes(org.id) && user !== undefined && object.named.users.includes(user);
  if (channel !== 'console') return 'red_channel';
  if (!named) return 'default_deny';
  return assurance === 'stepped_up' ? 'red_named' : 'red_assurance';
}

/** A government answers for its whole constituency, a provider for its own networks only. */
function concerned(object: ObjectFacts, org: ViewerOrg): boolean {
  return object.concerns.some(
    (concern) =>
      concern.org === org.id &&
      (org.kind === 'government' || (org.kind === 'isp' && (concern.rule === 'prefix' || concern.rule === 'asn'))),
  );
}

/** A rule by the name under which it was stored. */
interface Recorded {
  readonly recorded: string;
}

function grantedRule(
  { owner, granted, releaseExpiry }: GrantedFacts,
  { org }: Viewer,
  now: Date,
): SharingRule | Recorded {
  if (org === null) return 'default_deny';
  const refusal = standing(org);
  if (refusal !== undefined) return refusal;
  if (granted?.org !== org.id) return 'default_deny';
  if (org.id !== owner && releaseExpiry !== null && now >= releaseExpiry) return 'expired';
  return { recorded: granted.rule };
}

function routedRule({ routed }: RoutedFacts, { org }: Viewer): SharingRule | Recorded {
  if (org === null) return 'default_deny';
  const refusal = standing(org);
  if (refusal !== undefined) return refusal;
  const reason = routed.find((candidate) => candidate.allowed && candidate.org === org.id);
  if (reason !== undefined) return { recorded: reason.decision };
  return org.kind === 'operator' ? 'programme' : 'default_deny';
}

/** Why an org gets nothing at all. The public has no standing to lose: what is CLEAR it may read without signing in. */
function standing(org: ViewerOrg | null): SharingRule | undefined {
  if (org === null || org.enrolment === 'enrolled') return undefined;
  return org.enrolment === 'suspended' ? 'suspended' : 'not_enrolled';
}
