import { routes, scopes, type AccessToken } from '@tocsin/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import type { RefusalForm } from '#kernel/http/problems.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Authenticator } from '../authenticate.ts';
import { whyNot } from '../standing.ts';
import { findClientStanding } from './credentials/store.ts';
import { listCertificates, registerCertificate, revokeCertificate } from './certificates/store.ts';
import {
  accessTokenS,
  findClient,
  issueAccessToken,
  listClients,
  registerClient,
  revokeClient,
} from './clients/store.ts';
import { readTokenRequest, type TokenRefusal } from './token-request.ts';

export interface MachineDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly authenticator: Authenticator;
  /** Where members reach this server, where that was told. */
  readonly publicUrl: string | undefined;
}

const by = ({ org, name }: Caller): { org: number; name: string } => ({ org, name });
const tokenPath = routes.oauthToken.path;

/** Below the token endpoint every refusal is in the form of RFC 6749 section 5.2. */
export const oauthRefusals: RefusalForm = {
  prefix: tokenPath,
  type: 'application/json; charset=utf-8',
  write: ({ status, message }) =>
    JSON.stringify({ error: status >= 500 ? 'server_error' : 'invalid_request', error_description: message }),
  headers: () => ({ 'cache-control': 'no-store' }),
};

/** Mounts client certificates, OAuth clients, the token endpoint and its metadata. */
export function machineRoutes(app: FastifyInstance, deps: MachineDeps): void {
  mountCertificates(app, deps);
  mountClients(app, deps);
  mountTokens(app, deps);
}

function mountCertificates(app: FastifyInstance, { db, clock, authenticator }: MachineDeps): void {
  mount(app, routes.clientCertificates, ({ caller }) => db.asOrg(caller.org, listCertificates));
  mount(app, routes.registerClientCertificate, ({ caller, body }) =>
    db.asOrg(caller.org, (tx) => registerCertificate(tx, body, by(caller), clock.now())),
  );
  mount(app, routes.revokeClientCertificate, async ({ caller, params }) => {
    const known = await db.asOrg(caller.org, (tx) => revokeCertificate(tx, params.id, by(caller), clock.now()));
    authenticator.forget();
    if (!known) throw new AppError('not_found', { detail: `There is no client certificate ${params.id}.` });
    return undefined;
  });
}

function mountClients(app: FastifyInstance, { db, clock, authenticator }: MachineDeps): void {
  mount(app, routes.oauthClients, ({ caller }) => db.asOrg(caller.org, listClients));
  mount(app, routes.registerOauthClient, ({ caller, body }) =>
    db.asOrg(caller.org, (tx) => registerClient(tx, body, by(caller), clock.now())),
  );
  mount(app, routes.revokeOauthClient, async ({ caller, params }) => {
    const known = await db.asOrg(caller.org, (tx) => revokeClient(tx, params.id, by(caller), clock.now()));
    authenticator.forget();
    if (!known) throw new AppError('not_found', { detail: `There is no OAuth client ${params.id}.` });
    return undefined;
  });
}

function mountTokens(app: FastifyInstance, { db, clock, publicUrl }: MachineDeps): void {
  mount(app, routes.oauthToken, async ({ request, body, reply }) => {
    const answer = await give(request, await readForm(body));
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache').type('application/json; charset=utf-8');
    if (!('error' in answer)) return reply.send(JSON.stringify(answer));
    return refuse(reply, answer);
  });

  async function give({ headers, ip }: FastifyRequest, form: string): Promise<AccessToken | TokenRefusal> {
    const asked = readTokenRequest(form, headers.authorization);
    if ('error' in asked) return asked;
    const now = clock.now();
    return db.asSystem('access token', async (tx): Promise<AccessToken | TokenRefusal> => {
      const client = await findClient(tx, asked.clientId, asked.secret);
      if (client === undefined) return { error: 'invalid_client', description: 'There is no such client and secret.' };
      const wanted = client.scopes.filter((scope) => asked.scopes.length === 0 || asked.scopes.includes(scope));
      if (!asked.scopes.every((scope) => wanted.some((each) => each === scope)))
        return { error: 'invalid_scope', description: 'The client may not have a scope that it asks for.' };
      const refusal = whyNot(await findClientStanding(tx, client.id), ip, now);
      if (refusal !== undefined)
        return { error: 'invalid_client', description: `The client does not hold. ${refusal}` };
      const secret = await issueAccessToken(tx, client, wanted, now);
      return { access_token: secret, token_type: 'Bearer', expires_in: accessTokenS, scope: wanted.join(' ') };
    });
  }

  mount(app, routes.authorizationServer, ({ request }) => {
    const issuer = publicUrl === undefined ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin;
    return {
      issuer,
      token_endpoint: `${issuer}${tokenPath}`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: [...scopes],
    };
  });
}

/** An unknown client is told how to show who it is (RFC 6749 section 5.2, RFC 9110 section 15.5.2). */
function refuse(reply: FastifyReply, { error, description }: TokenRefusal): FastifyReply {
  if (error === 'invalid_client') reply.status(401).header('www-authenticate', 'Basic realm="tocsin"');
  else reply.status(400);
  return reply.send(JSON.stringify({ error, error_description: description }));
}

const mostFormBytes = 8192;

async function readForm(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostFormBytes) throw new AppError('payload_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
