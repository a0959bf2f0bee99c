import { Type } from 'typebox';
import {
  Languages,
  Invitable,
  Invitation,
  InvitationLook,
  MadeInvitation,
  NewInvitation,
  Person,
  PersonChange,
  PersonName,
} from '../people/person.ts';
import { OpenSession } from '../people/account.ts';
import { table } from '../route.ts';
import { Session } from '../session.ts';

const Id = Type.Object({ id: Type.Integer() });
const PersonId = Type.Object({ id: Type.String({ format: 'uuid' }) });
const tag = 'people';
/** Who administers: decided by role in auth/roles, for people alone. */
const member = { tag, auth: 'org' } as const;

export const peopleRoutes = table({
  people: {
    ...member,
    method: 'GET',
    path: '/api/people',
    summary: 'People of the caller’s org; a programme administrator sees all',
    query: Type.Object({ org: Type.Optional(Type.String()) }),
    response: Type.Array(Person),
  },
  invitable: {
    ...member,
    method: 'GET',
    path: '/api/people/invitable',
    summary: 'Into which orgs, and to which roles, the caller may invite',
    response: Type.Array(Invitable),
  },
  changePerson: {
    ...member,
    method: 'PATCH',
    path: '/api/people/:id',
    summary: 'Change a person’s role, suspend, or reinstate',
    stepUp: true,
    params: PersonId,
    body: PersonChange,
    response: Person,
  },
  renewAccess: {
    ...member,
    method: 'POST',
    path: '/api/people/:id/access',
    summary: 'A new enrolment link for somebody who lost theirs; using it removes every other way to sign in',
    stepUp: true,
    status: 201,
    params: PersonId,
    response: MadeInvitation,
  },
  personSessions: {
    ...member,
    method: 'GET',
    path: '/api/people/:id/sessions',
    summary: 'A person’s open sessions',
    params: PersonId,
    response: Type.Array(OpenSession),
  },
  endPersonSessions: {
    ...member,
    method: 'DELETE',
    path: '/api/people/:id/sessions',
    summary: 'End all sessions of a person',
    stepUp: true,
    params: PersonId,
    status: 204,
  },
  endPersonSession: {
    ...member,
    method: 'DELETE',
    path: '/api/people/:id/sessions/:session',
    summary: 'End one session of a person',
    stepUp: true,
    params: Type.Object({ id: Type.String({ format: 'uuid' }), session: Type.String({ format: 'uuid' }) }),
    status: 204,
  },
  invitations: {
    ...member,
    method: 'GET',
    path: '/api/invitations',
    summary: 'Invitations that are still open',
    response: Type.Array(Invitation),
  },
  invite: {
    ...member,
    method: 'POST',
    path: '/api/invitations',
    summary: 'Invite a person: answers with a one-time link, shown this once',
    stepUp: true,
    status: 201,
    body: NewInvitation,
    response: MadeInvitation,
  },
  revokeInvitation: {
    ...member,
    method: 'DELETE',
    path: '/api/invitations/:id',
    summary: 'Take an invitation back',
    params: Id,
    status: 204,
  },
  lookAtInvitation: {
    method: 'POST',
    path: '/api/invitations/look',
    summary: 'What a link invites to; spends nothing',
    tag,
    auth: 'public',
    body: Type.Object({ token: Type.String({ maxLength: 100 }) }),
    response: InvitationLook,
  },
  acceptInvitation: {
    method: 'POST',
    path: '/api/invitations/accept',
    summary: 'Spend a link: opens a session that can add ways to sign in, and nothing else',
    tag,
    auth: 'public',
    body: Type.Object({
      token: Type.String({ maxLength: 100 }),
      name: Type.Optional(PersonName),
      languages: Type.Optional(Languages),
    }),
    response: Session,
  },
});
