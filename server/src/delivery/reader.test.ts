import { expect, test } from 'vitest';
import type { Caller } from '#kernel/http/caller.ts';
import { decide } from '#sharing/index.ts';
import { callerOf, type Credential } from '../auth/standing.ts';
import { readerOf } from './reader.ts';

const now = new Date('2026-01-01T12:00:00Z');
const named = '6f2d6c2e-7a53-4f0e-9d38-0c7a5f2b8e11';

const session: Credential = {
  kind: 'person',
  org: 7,
  orgHandle: 'csirt-xx',
  orgName: 'CSIRT',
  orgKind: 'government',
  nation: 'XX',
  enrolment: 'enrolled',
  name: 'Kaja Kell',
  persona: null,
  scopes: ['objects:read'],
  addresses: null,
  expiresAt: null,
  revokedAt: null,
  session: { id: 's', seenAt: now, steppedUpAt: now, enrolling: false },
  account: { id: named, role: 'analyst', status: 'active' },
};

/** What the rule says of an object that is RED for one named person of org 7. */
function ruleFor(caller: Caller): string {
  const facts = {
    owner: 1,
    released: true,
    withdrawn: false,
    releaseExpiry: null,
    embargoUntil: null,
    embargoRecipients: [],
    exclusions: [],
    tlp: 'red',
    distribution: 'named',
    named: { orgs: [7], users: [named], groupMembers: [] },
    concerns: [],
  } as const;
  const row = { kind: 'government', nation: 'XX', enrolment: 'enrolled', nationEnrolment: 'enrolled' } as const;
  return decide({ facts, body: 'RED' }, readerOf(caller, row, 'console').viewer, now).rule;
}

test('RED is for the person it names, who showed a second factor in the last quarter of an hour', () => {
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  expect(ruleFor(callerOf(session, at(14)))).toBe('red_named');
  expect(ruleFor(callerOf(session, at(15)))).toBe('red_assurance');
  const other = { ...session, account: { id: 'another', role: 'analyst', status: 'active' } } as const;
  expect(ruleFor(callerOf(other, now))).toBe('default_deny');
});

test('whoever signed in with a token is nobody in particular, whatever name they gave', () => {
  const { account: _, ...signedIn } = session;
  expect(ruleFor(callerOf({ ...signedIn, name: named }, now))).toBe('default_deny');
  const { session: __, ...token } = signedIn;
  expect(ruleFor(callerOf({ ...token, kind: 'token', name: named }, now))).toBe('default_deny');
});
