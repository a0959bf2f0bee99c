import { personActions, type AllowedAction, type OrgKind, type PersonAction, type Role } from '@tocsin/api';
import { isAbove, rolesIn } from './roles.ts';

/** Who acts: always a person with an account. */
export interface Actor {
  readonly id: string;
  readonly org: number;
  readonly role: Role;
}

/** On whom. */
export interface Target {
  readonly id: string;
  readonly org: number;
  readonly orgKind: OrgKind;
  readonly role: Role;
  readonly status: 'active' | 'suspended';
}

interface Rule {
  /** The roles that may, for people of their own org; programme administrators also elsewhere. */
  readonly by: readonly Role[];
  /** Whom: up to one's own role, or only below it. */
  readonly reach: 'not_above' | 'below';
  /** Whether one may do it to oneself. */
  readonly self: boolean;
  /** In which state of the account it means something. */
  readonly when: readonly Target['status'][];
}

const administrators: readonly Role[] = ['administrator', 'programme_administrator'];

/** Delegated administration, as one table. */
export const personRules = {
  change_role: { by: administrators, reach: 'not_above', self: false, when: ['active', 'suspended'] },
  suspend: { by: administrators, reach: 'not_above', self: false, when: ['active'] },
  reinstate: { by: administrators, reach: 'not_above', self: false, when: ['suspended'] },
  // Whoever holds the new link is that person from then on: never an equal. The operator's own highest are renewed on the
  // machine (`tocsin init --again`).
  renew_access: { by: administrators, reach: 'below', self: false, when: ['active'] },
  end_sessions: { by: administrators, reach: 'not_above', self: true, when: ['active', 'suspended'] },
} as const satisfies Record<PersonAction, Rule>;

/** Whether somebody may see the accounts of an org at all. To everybody else they do not exist. */
export function mayAdminister(actor: Actor, org: number): boolean {
  if (actor.role === 'programme_administrator') return true;
  return actor.role === 'administrator' && actor.org === org;
}

/** Why `actor` may not do `action` to `target`, as a sentence; undefined when they may. */
export function whyNotTo(action: PersonAction, actor: Actor, target: Target): string | undefined {
  const { by, reach, self, when }: Rule = personRules[action];
  if (!by.includes(actor.role) || !mayAdminister(actor, target.org))
    return 'Only administrators of the organisation may.';
  if (actor.id === target.id && !self) return 'Nobody does this to themselves: ask another administrator.';
  if (isAbove(target.role, actor.role)) return 'The account stands above yours.';
  if (reach === 'below' && !isAbove(actor.role, target.role)) return 'Only somebody who stands above the account may.';
  if (!when.includes(target.status))
    return target.status === 'active' ? 'The account is active.' : 'The account is suspended.';
  return undefined;
}

/** Every act on a person, with the reason where the actor may not: so that the console mirrors no rule. */
export function allowedActions(actor: Actor, target: Target): AllowedAction[] {
  return personActions.map((action) => {
    const reason = whyNotTo(action, actor, target);
    return { action, allowed: reason === undefined, reason: reason ?? null };
  });
}

/** The roles that `actor` may give to people of an org: none above their own. */
export function grantableRoles(actor: Actor, org: { readonly id: number; readonly kind: OrgKind }): Role[] {
  if (!mayAdminister(actor, org.id)) return [];
  return rolesIn(org.kind).filter((role) => !isAbove(role, actor.role));
}
