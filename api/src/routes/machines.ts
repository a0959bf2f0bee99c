import { Type } from 'typebox';
import {
  AuthorizationServer,
  ClientCertificate,
  NewClientCertificate,
  NewOAuthClient,
  OAuthClient,
} from '../machine.ts';
import { table } from '../route.ts';

const Id = Type.Object({ id: Type.Integer() });
const read = { tag: 'auth', auth: 'org', scope: 'admin' } as const;
const write = { tag: 'auth', auth: 'operator', scope: 'admin' } as const;

export const machineRoutes = table({
  clientCertificates: {
    ...read,
    method: 'GET',
    path: '/api/client-certificates',
    summary: 'Certificates that machines of the caller’s org connect with; the operator sees all',
    response: Type.Array(ClientCertificate),
  },
  registerClientCertificate: {
    ...write,
    method: 'POST',
    path: '/api/client-certificates',
    summary: 'Register a client certificate for an org: by the certificate, or by its SHA-256 fingerprint',
    body: NewClientCertificate,
    response: ClientCertificate,
    status: 201,
  },
  revokeClientCertificate: {
    ...write,
    method: 'DELETE',
    path: '/api/client-certificates/:id',
    summary: 'Revoke a client certificate',
    params: Id,
    status: 204,
  },
  oauthClients: {
    ...read,
    method: 'GET',
    path: '/api/oauth/clients',
    summary: 'Registered OAuth clients of the caller’s org; the operator sees all',
    response: Type.Array(OAuthClient),
  },
  registerOauthClient: {
    ...write,
    method: 'POST',
    path: '/api/oauth/clients',
    summary: 'Register an OAuth client for an org; its secret is shown once',
    body: NewOAuthClient,
    response: Type.Object({ client: OAuthClient, secret: Type.String() }),
    status: 201,
  },
  revokeOauthClient: {
    ...write,
    method: 'DELETE',
    path: '/api/oauth/clients/:id',
    summary: 'Revoke an OAuth client, and with it every access token that it has',
    params: Id,
    status: 204,
  },
  oauthToken: {
    tag: 'auth',
    auth: 'public',
    method: 'POST',
    path: '/api/oauth/token',
    summary:
      'An access token for a registered client: grant_type=client_credentials (RFC 6749 section 4.4); client_secret_basic or client_secret_post',
    consumes: ['application/x-www-form-urlencoded'],
    produces: ['application/json'],
  },
  authorizationServer: {
    tag: 'auth',
    auth: 'public',
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    summary: 'Where and how access tokens are given (RFC 8414)',
    response: AuthorizationServer,
  },
});
