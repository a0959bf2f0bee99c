import type { Enrolment, OrgKind, Tlp } from '@tocsin/api';

/** The row id of an org. */
export type OrgId = number;

/** How an object concerns an org: the kind of constituency entry that matched. */
export type ConcernRule = 'prefix' | 'asn' | 'suffix' | 'sector' | 'nation';

/** Who asks. `org` is null for the public; `user` is absent for machines. */
export interface Viewer {
  readonly org: ViewerOrg | null;
  readonly user?: string;
  /** The way by which the body would leave. Only the console shows something to one person alone. */
  readonly channel: 'console' | 'api' | 'stream' | 'mail' | 'webhook' | 'feed';
  readonly assurance: 'none' | 'token' | 'session' | 'stepped_up';
}

export interface ViewerOrg {
  readonly id: OrgId;
  readonly kind: OrgKind;
  readonly nation: string | null;
  /** In force now: see `enrolmentInForce` of auth. */
  readonly enrolment: Enrolment;
}

/** All that the rule needs to know of an object. */
export interface ObjectFacts {
  /** The org that it comes from and that drafts it. */
  readonly owner: OrgId;
  readonly released: boolean;
  readonly withdrawn: boolean;
  /** From then on it is shared no more. Never STIX `valid_until`, which is about the world and not about sharing. */
  readonly releaseExpiry: Date | null;
  readonly embargoUntil: Date | null;
  readonly embargoRecipients: readonly OrgId[];
  readonly exclusions: readonly OrgId[];
  readonly tlp: Tlp;
  /** `concerned`: the source agreed that it goes to the governments and providers that it concerns. */
  readonly distribution: 'concerned' | 'named';
  readonly named: {
    readonly orgs: readonly OrgId[];
    readonly users: readonly string[];
    /** Orgs that are members of named groups. */
    readonly groupMembers: readonly OrgId[];
  };
  readonly concerns: readonly Concern[];
}

export interface Concern {
  readonly org: OrgId;
  readonly rule: ConcernRule;
}

/**
 * An event after its receipt. The rule was applied when it came in and the result stored with it (`route_reason`); the
 * programme keeps it, so that its operator sees it. What the rule asks of the viewer is asked again at every reading.
 */
export interface RoutedFacts {
  readonly routed: readonly { readonly org: OrgId; readonly decision: string; readonly allowed: boolean }[];
}

/**
 * An object as it stands in the list of an audience: the rule was applied when the audience was made, is applied again
 * whenever facts, registry or clock move it, and its result is stored (`release_reason`). What the rule asks of the
 * viewer and of the clock is asked again at every reading.
 */
export interface GrantedFacts {
  readonly owner: OrgId;
  /** For the viewer's org: the rule that allows it, or null. */
  readonly granted: { readonly org: OrgId; readonly rule: string } | null;
  readonly releaseExpiry: Date | null;
}
