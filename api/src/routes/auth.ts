import { Type } from 'typebox';
import { table } from '../route.ts';
import { NewToken, Persona, ProgrammeInfo, Session, Token } from '../session.ts';

const Id = Type.Object({ id: Type.Integer() });

export const authRoutes = table({
  programme: {
    method: 'GET',
    path: '/api/programme',
    summary: 'This programme: name, drill or real, version',
    tag: 'auth',
    auth: 'public',
    response: ProgrammeInfo,
  },
  personas: {
    method: 'GET',
    path: '/api/personas',
    summary: 'Whom one can be in a drill',
    tag: 'auth',
    auth: 'public',
    response: Type.Array(Persona),
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in as a persona in a drill, or with an access token of scope console. With an account: /api/sign-in',
    tag: 'auth',
    auth: 'public',
    body: Type.Union([
      Type.Object({ persona: Type.String() }, { additionalProperties: false }),
      Type.Object(
        { token: Type.String(), person: Type.String({ minLength: 1, maxLength: 100 }) },
        { additionalProperties: false },
      ),
    ]),
    response: Session,
  },
  session: {
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in',
    tag: 'auth',
    auth: 'org',
    audit: 'none',
    enrolling: true,
    response: Session,
  },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    tag: 'auth',
    auth: 'org',
    enrolling: true,
    status: 204,
  },
  tokens: {
    method: 'GET',
    path: '/api/tokens',
    summary: 'API tokens of the caller’s org; the operator sees all',
    tag: 'auth',
    auth: 'org',
    scope: 'admin',
    response: Type.Array(Token),
  },
  createToken: {
    method: 'POST',
    path: '/api/tokens',
    summary: 'Create an API token; the secret is shown once',
    tag: 'auth',
    auth: 'operator',
    scope: 'admin',
    stepUp: true,
    status: 201,
    body: NewToken,
    response: Type.Object({ token: Token, secret: Type.String() }),
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: 'Revoke an API token',
    tag: 'auth',
    auth: 'operator',
    scope: 'admin',
    stepUp: true,
    params: Id,
    status: 204,
  },
});
