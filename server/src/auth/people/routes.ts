import { routes, type PersonAction, type PersonChange } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { invitationLink } from '../invitations/link.ts';
import { listInvitations, makeLink, revokeInvitation } from '../invitations/store.ts';
import { administeredOrgs } from '../credentials/store.ts';
import { originOf, type PersonDeps } from '../person-deps.ts';
import { grantableRoles, mayAdminister, whyNotTo, type Actor, type Target } from '../roles/person-actions.ts';
import { endSessions, listSessions } from '../sessions/store.ts';
import { ownPerson } from '../account/routes.ts';
import { roles } from '@tocsin/api';
import { changePerson, hasMail, listPeople, lockPerson } from './store.ts';

/** Of accounts that one may not administer nobody learns that they exist. */
const unknown = () => new AppError('not_found', { detail: 'There is no such account.' });

/** The caller as somebody who administers people; AppError `forbidden` for everybody else. */
function administrator(caller: Caller): Actor {
  const own = ownPerson(caller);
  const role = roles.find((each) => each === own.role) ?? 'reader';
  const actor = { id: own.id, org: own.org, role };
  if (!mayAdminister(actor, own.org)) throw new AppError('forbidden', { detail: 'Only administrators see accounts.' });
  return actor;
}

/** The acts that a change asks for. */
function actionsIn({ role, status }: PersonChange): PersonAction[] {
  return [
    ...(role === undefined ? [] : (['change_role'] as const)),
    ...(status === undefined ? [] : ([status === 'suspended' ? 'suspend' : 'reinstate'] as const)),
  ];
}

/** The account that an act is aimed at, locked, if the actor may. */
async function aimedAt(tx: Tx, actor: Actor, id: string, actions: readonly PersonAction[]) {
  const target = await lockPerson(tx, id);
  if (target === undefined || !mayAdminister(actor, target.org)) throw unknown();
  for (const action of actions) {
    const reason = whyNotTo(action, actor, target);
    if (reason !== undefined) throw new AppError('forbidden', { detail: reason });
  }
  return target;
}

/** Mounts the administration of people: by administrators, for their org; by programme administrators, for all. */
export function peopleRoutes(app: FastifyInstance, deps: PersonDeps): void {
  const { db, clock, authenticator } = deps;
  const by = ({ org, name }: Caller) => ({ org, name });

  mount(app, routes.people, ({ query, caller }) => {
    const actor = administrator(caller);
    return db.asOrg(actor.org, (tx) => listPeople(tx, actor, { org: query.org }, clock.now()));
  });

  mount(app, routes.invitable, ({ caller }) => {
    const actor = administrator(caller);
    return db.asOrg(actor.org, async (tx) =>
      (await administeredOrgs(tx)).flatMap(({ id, handle, name, kind }) => {
        const granted = grantableRoles(actor, { id, kind });
        return granted.length === 0 ? [] : [{ org: handle, orgName: name, roles: granted }];
      }),
    );
  });

  mount(app, routes.changePerson, async ({ params, body, caller }) => {
    const actor = administrator(caller);
    const now = clock.now();
    const changed = await db.asOrg(actor.org, async (tx) => {
      const target = await aimedAt(tx, actor, params.id, actionsIn(body));
      const granted = grantableRoles(actor, { id: target.org, kind: target.orgKind });
      if (body.role !== undefined && !granted.includes(body.role))
        throw new AppError('forbidden', {
          detail: 'Nobody gives a role above their own, or one that the organisation has not.',
        });
      await changePerson(tx, target, body, by(caller), now);
      return onlyOne(await listPeople(tx, actor, { id: params.id }, now));
    });
    authenticator.forget();
    return changed;
  });

  mount(app, routes.renewAccess, async ({ params, request, caller }) => {
    const actor = administrator(caller);
    const made = await db.asOrg(actor.org, async (tx) => {
      const target = await aimedAt(tx, actor, params.id, ['renew_access']);
      const link = { ...target, person: target.id, languages: [] };
      return makeLink(tx, link, by(caller), clock.now());
    });
    return { invitation: made.invitation, link: invitationLink(originOf(request, deps.publicOrigin), made.secret) };
  });

  mount(app, routes.personSessions, ({ params, caller }) => {
    const actor = administrator(caller);
    return db.asOrg(actor.org, async (tx) => {
      await aimedAt(tx, actor, params.id, []);
      return listSessions(tx, params.id, caller.person?.session, clock.now());
    });
  });

  const end = async (actor: Actor, caller: Caller, id: string, session?: string): Promise<undefined> => {
    await db.asOrg(actor.org, async (tx) => {
      const target: Target = await aimedAt(tx, actor, id, ['end_sessions']);
      const ended = await endSessions(tx, target.id, session === undefined ? { allBut: null } : { only: session });
      if (session !== undefined && ended === 0)
        throw new AppError('not_found', { detail: 'There is no such session.' });
      await recordAudit(tx, {
        at: clock.now(),
        org: actor.org,
        actor: caller.name,
        action: 'person.end_sessions',
        subject: `person/${target.id}`,
        detail: { ended },
      });
    });
    authenticator.forget();
    return undefined;
  };
  mount(app, routes.endPersonSessions, ({ params, caller }) => end(administrator(caller), caller, params.id));
  mount(app, routes.endPersonSession, ({ params, caller }) =>
    end(administrator(caller), caller, params.id, params.session),
  );

  mount(app, routes.invitations, ({ caller }) => {
    const actor = administrator(caller);
    return db.asOrg(actor.org, (tx) => listInvitations(tx, clock.now()));
  });

  mount(app, routes.invite, async ({ body, request, caller }) => {
    const actor = administrator(caller);
    const made = await db.asOrg(actor.org, async (tx) => {
      const org = (await administeredOrgs(tx)).find(({ handle }) => handle === body.org);
      if (org === undefined || !mayAdminister(actor, org.id))
        throw new AppError('not_found', { detail: 'There is no such organisation.' });
      if (!grantableRoles(actor, org).includes(body.role))
        throw new AppError('forbidden', {
          detail: 'Nobody gives a role above their own, or one that the organisation has not.',
        });
      // Within one's own org this tells nothing that the list of people does not.
      if (await hasMail(tx, org.id, body.mail))
        throw new AppError('conflict', {
          detail: 'There is an account of this mail address in the organisation already.',
        });
      const link = { ...body, org: org.id, person: null, languages: body.languages ?? [] };
      return makeLink(tx, link, by(caller), clock.now());
    });
    return { invitation: made.invitation, link: invitationLink(originOf(request, deps.publicOrigin), made.secret) };
  });

  mount(app, routes.revokeInvitation, async ({ params, caller }) => {
    const actor = administrator(caller);
    await db.asOrg(actor.org, async (tx) => {
      const gone = await revokeInvitation(tx, params.id, clock.now());
      if (gone === undefined || !mayAdminister(actor, gone.org))
        throw new AppError('not_found', { detail: 'There is no such invitation.' });
      await recordAudit(tx, {
        at: clock.now(),
        org: actor.org,
        actor: caller.name,
        action: 'invitation.revoke',
        subject: `invitation/${params.id}`,
      });
    });
    return undefined;
  });
}

function onlyOne<T>([first]: readonly T[]): T {
  if (first === undefined) throw unknown();
  return first;
}
