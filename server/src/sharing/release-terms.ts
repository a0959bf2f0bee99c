import type { Tlp } from '@tocsin/api';
import type { OrgId } from './facts.ts';

/**
 * What an org lays down for what it releases. With the marking and the concerns of an object they become the facts that
 * decide() judges.
 */
export interface ReleaseTerms {
  /** The org that it comes from: the caller's, never one named in a request. */
  readonly owner: OrgId;
  /** The level of what carries no marking: the source's default, else AMBER+STRICT. */
  readonly defaultTlp?: Tlp;
  /** `concerned`: AMBER may go to the governments and providers that it concerns. `named` unless told. */
  readonly distribution?: 'concerned' | 'named';
  /** Orgs that may have what is AMBER or AMBER+STRICT. */
  readonly orgs?: readonly OrgId[];
  /** Who may read what is RED, in person: people of orgs, by what `Viewer.user` says of them. */
  readonly people?: readonly { readonly org: OrgId; readonly person: string }[];
  /** Named groups, by id. */
  readonly groups?: readonly number[];
  readonly exclusions?: readonly OrgId[];
  readonly embargoUntil?: Date;
  readonly embargoRecipients?: readonly OrgId[];
  /** From then on it is shared no more. */
  readonly expiresAt?: Date;
  /** Constituency entries that the analyst says it concerns, besides those that the object shows: `nation PL`, `asn 64500`. */
  readonly concerns?: readonly string[];
}
