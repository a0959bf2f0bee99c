import { expect, test } from 'vitest';
import { scopesOfPersona, whyNot, type Credential } from './standing.ts';

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

test('only the operator administers', () => {
  expect(scopesOfPersona('operator')).toContain('admin');
  for (const kind of ['government', 'law_enforcement', 'partner', 'isp'] as const) {
    expect(scopesOfPersona(kind)).toEqual(['events:read', 'registry:read', 'console']);
  }
});
