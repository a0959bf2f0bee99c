import type { Enrolment, OrgKind } from '@tocsin/api';

/**
 * The enrolment that counts: a suspended nation suspends its public bodies, whatever their own row says. Its providers
 * and partners are members in their own right. The SQL function my_audiences() holds the same.
 */
export function enrolmentInForce(kind: OrgKind, own: Enrolment, nation: Enrolment | null): Enrolment {
  const publicBody = kind === 'government' || kind === 'law_enforcement';
  return publicBody && nation === 'suspended' ? 'suspended' : own;
}
