import { scopes, type OrgKind, type Role, type Scope } from '@tocsin/api';

interface RoleEntry {
  /** Who stands higher may not be touched by who stands lower. */
  readonly rank: number;
  /** In which orgs there are people of this role. */
  readonly orgs: 'all' | 'operator';
  /** What people of this role may do in a member org. */
  readonly scopes: readonly Scope[];
  /** And at the operator. */
  readonly operatorScopes: readonly Scope[];
}

const reads: readonly Scope[] = ['events:read', 'objects:read', 'registry:read', 'console'];
const shares: readonly Scope[] = [...reads, 'objects:write'];
const works: readonly Scope[] = scopes.filter((scope) => scope !== 'admin' && scope !== 'audit:read');
const runs: readonly Scope[] = scopes.filter((scope) => scope !== 'admin');

/** The one table of roles. What administrators may do to people: person-actions.ts. */
export const roleTable = {
  reader: { rank: 0, orgs: 'all', scopes: reads, operatorScopes: reads },
  analyst: { rank: 1, orgs: 'all', scopes: shares, operatorScopes: works },
  administrator: {
    rank: 2,
    orgs: 'all',
    scopes: [...shares, 'audit:read', 'subscriptions:write'],
    operatorScopes: runs,
  },
  programme_administrator: { rank: 3, orgs: 'operator', scopes: [], operatorScopes: scopes },
} as const satisfies Record<Role, RoleEntry>;

/** What a person of this role may do in an org of this kind. */
export function scopesOf(role: Role, kind: OrgKind): Scope[] {
  const entry: RoleEntry = roleTable[role];
  if (kind === 'operator') return [...entry.operatorScopes];
  return entry.orgs === 'operator' ? [] : [...entry.scopes];
}

/** The roles that there may be in an org of this kind, lowest first. */
export function rolesIn(kind: OrgKind): Role[] {
  return (Object.entries(roleTable) as [Role, RoleEntry][])
    .filter(([, { orgs }]) => orgs === 'all' || kind === 'operator')
    .map(([role]) => role);
}

/** Whether `role` stands above `other`. */
export function isAbove(role: Role, other: Role): boolean {
  return roleTable[role].rank > roleTable[other].rank;
}
