import { orgKinds, personActions, roles, type Role } from '@tocsin/api';
import { describe, expect, test } from 'vitest';
import { allowedActions, grantableRoles, whyNotTo, type Actor, type Target } from './person-actions.ts';
import { rolesIn, scopesOf } from './roles.ts';

const actor = (role: Role, org = 7): Actor => ({ id: 'actor', org, role });
const target = (role: Role, change: Partial<Target> = {}): Target => ({
  id: 'target',
  org: 7,
  orgKind: 'government',
  role,
  status: 'active',
  ...change,
});

describe('role by role, who may do what to whom', () => {
  const rank = (role: Role): number => roles.indexOf(role);
  for (const by of roles)
    for (const of of roles)
      for (const action of personActions) {
        const status = action === 'reinstate' ? 'suspended' : 'active';
        const administers = rank(by) >= 2;
        const reaches = action === 'renew_access' ? rank(by) > rank(of) : rank(by) >= rank(of);
        test(`${by} ${action} ${of}: ${administers && reaches}`, () => {
          expect(whyNotTo(action, actor(by), target(of, { status })) === undefined).toBe(administers && reaches);
          // A foreign account: programme administrators alone.
          const abroad = whyNotTo(action, actor(by, 8), target(of, { status })) === undefined;
          expect(abroad).toBe(by === 'programme_administrator' && reaches);
        });
      }
});

test('nobody changes, suspends or renews themselves; one may end one’s own sessions', () => {
  const self = target('administrator', { id: 'actor' });
  const may = allowedActions(actor('administrator'), self).filter(({ allowed }) => allowed);
  expect(may.map(({ action }) => action)).toEqual(['end_sessions']);
});

test('nobody gives a role above their own, and the highest is at the operator alone', () => {
  expect(grantableRoles(actor('administrator'), { id: 7, kind: 'government' })).toEqual([
    'reader',
    'analyst',
    'administrator',
  ]);
  expect(grantableRoles(actor('administrator'), { id: 8, kind: 'government' })).toEqual([]);
  expect(grantableRoles(actor('analyst'), { id: 7, kind: 'government' })).toEqual([]);
  expect(grantableRoles(actor('programme_administrator', 1), { id: 1, kind: 'operator' })).toEqual(roles);
  for (const kind of orgKinds) expect(rolesIn(kind).includes('programme_administrator')).toBe(kind === 'operator');
});

test('only programme administrators of the operator administer the programme; readers write nothing', () => {
  for (const kind of orgKinds)
    for (const role of roles) {
      const held = scopesOf(role, kind);
      expect(held.includes('admin')).toBe(kind === 'operator' && role === 'programme_administrator');
      if (role === 'reader') expect(held.filter((scope) => scope.endsWith(':write'))).toEqual([]);
    }
  expect(scopesOf('programme_administrator', 'government')).toEqual([]);
});
