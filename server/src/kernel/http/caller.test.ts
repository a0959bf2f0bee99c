import { expect, test } from 'vitest';
import { admit, type Anyone, type Caller } from './caller.ts';

const member: Caller = {
  kind: 'token',
  org: 7,
  orgHandle: 'cert-example',
  orgKind: 'government',
  nation: 'XX',
  name: 'feed',
  scopes: ['events:read'],
};
const operator: Caller = {
  ...member,
  kind: 'person',
  org: 1,
  orgHandle: 'operator',
  orgKind: 'operator',
  nation: null,
};
const nobody: Anyone = { kind: 'public' };

test.each([
  [nobody, 'public', undefined],
  [member, 'public', 'anything'],
  [member, 'org', undefined],
  [member, 'org', 'events:read'],
  [operator, 'org', 'events:read'],
  [operator, 'operator', 'events:read'],
] as const)('%o may use a route for %s with scope %s', (caller, auth, scope) => {
  expect(() => admit(caller, auth, scope)).not.toThrow();
});

test.each([
  [nobody, 'org', undefined, 'unauthenticated'],
  [nobody, 'operator', 'events:read', 'unauthenticated'],
  [member, 'operator', 'events:read', 'forbidden'],
  [member, 'org', 'events:write', 'forbidden'],
  [operator, 'operator', 'events:write', 'forbidden'],
] as const)('%o may not use a route for %s with scope %s: %s', (caller, auth, scope, code) => {
  expect(() => admit(caller, auth, scope)).toThrow(expect.objectContaining({ code }));
});

const person: Caller = { ...member, kind: 'person', assurance: 'session' };

test('a dangerous act asks a person for a second factor, and not a machine', () => {
  const demands = { stepUp: true } as const;
  expect(() => admit(person, 'org', undefined, demands)).toThrow(expect.objectContaining({ code: 'step_up_required' }));
  expect(() => admit({ ...person, assurance: 'stepped_up' }, 'org', undefined, demands)).not.toThrow();
  expect(() => admit(member, 'org', undefined, demands)).not.toThrow();
});

test('who enrols may use their own account and nothing else', () => {
  const newcomer: Caller = { ...person, enrolling: true };
  expect(() => admit(newcomer, 'org', undefined)).toThrow(expect.objectContaining({ code: 'enrolment_required' }));
  expect(() => admit(newcomer, 'org', undefined, { enrolling: true, stepUp: true })).not.toThrow();
});
