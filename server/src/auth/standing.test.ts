import { expect, test } from 'vitest';
import { callerOf, steppedUpUntil, whyNot, type Credential } from './standing.ts';

const now = new Date('2026-01-01T12:00:00Z');
const good: Credential = {
  kind: 'token',
  org: 1,
  orgHandle: 'csirt-xx',
  orgName: 'CSIRT',
  orgKind: 'government',
  nation: 'XX',
  enrolment: 'enrolled',
  name: 'feed',
  persona: null,
  scopes: ['events:read'],
  addresses: null,
  expiresAt: null,
  revokedAt: null,
};

test.each<[string, Partial<Credential>, string | undefined]>([
  ['a token without limits holds', {}, undefined],
  ['an invited org may sign in', { enrolment: 'invited' }, undefined],
  ['a network that holds the address', { addresses: ['192.0.2.0/24'] }, undefined],
  ['a network elsewhere', { addresses: ['198.51.100.0/24'] }, 'It may not be used from this address.'],
  ['an end that is not yet', { expiresAt: new Date('2026-01-01T12:00:01Z') }, undefined],
  ['an end that is now', { expiresAt: now }, 'It has expired.'],
  ['revoked', { revokedAt: now }, 'It was revoked.'],
  ['suspended', { enrolment: 'suspended' }, 'The organisation is suspended.'],
])('%s', (_, change, expected) => {
  expect(whyNot({ ...good, ...change }, '192.0.2.1', now)).toBe(expected);
});

const session = { id: 's', seenAt: now, steppedUpAt: null, enrolling: false };
const account = { id: 'p', role: 'analyst', status: 'active' } as const;
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test('a session of a person ends after an hour without a request, that of a drill’s persona does not', () => {
  const person: Credential = { ...good, kind: 'person', session, account };
  expect(whyNot(person, '192.0.2.1', at(59))).toBeUndefined();
  expect(whyNot(person, '192.0.2.1', at(60))).toBe('It was not used for an hour.');
  expect(whyNot({ ...person, persona: 'pl-duty' }, '192.0.2.1', at(600))).toBeUndefined();
  expect(whyNot({ ...person, account: { ...account, status: 'suspended' } }, '192.0.2.1', now)).toBe(
    'The account is suspended.',
  );
});

test('a second factor counts for a quarter of an hour; a token never steps up', () => {
  const person: Credential = { ...good, kind: 'person', session: { ...session, steppedUpAt: now }, account };
  expect(steppedUpUntil(person, at(14))).toEqual(at(15));
  expect(steppedUpUntil(person, at(15))).toBeNull();
  expect(callerOf(person, at(14))).toMatchObject({ assurance: 'stepped_up', person: { id: 'p', role: 'analyst' } });
  expect(callerOf(person, at(15))).toMatchObject({ assurance: 'session' });
  expect(callerOf(good, now)).toMatchObject({ assurance: 'token' });
  expect(callerOf(good, now)).not.toHaveProperty('person');
});
