import { request as httpRequest } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { createAuthenticator } from '../../src/auth/authenticate.ts';
import { machineRoutes, oauthRefusals } from '../../src/auth/machines/routes.ts';
import { authRoutes } from '../../src/auth/routes.ts';
import { credentialSource, mintToken, withMachines } from '../../src/auth/store.ts';
import { testClock } from '../../src/kernel/clock.ts';
import { loadConfig } from '../../src/kernel/config.ts';
import { createHttp, listen } from '../../src/kernel/http.ts';
import { drain } from '../../src/kernel/http/drain.ts';
import { createLog } from '../../src/kernel/log.ts';
import { createMetrics } from '../../src/kernel/metrics.ts';
import { startRedirect } from '../../src/kernel/tls/redirect.ts';
import { makeCertificate } from '../certificate.ts';
import { testDatabase, type TestDatabase } from '../database.ts';

const clock = testClock('2026-03-20T10:00:00Z');
const directory = mkdtempSync(join(tmpdir(), 'tocsin-tls-'));
const file = (name: string) => join(directory, name);
const server = makeCertificate('DNS:localhost', 'IP:127.0.0.1');
const machine = makeCertificate('DNS:sensor.example.org');
const stranger = makeCertificate('DNS:stranger.example.org');
let database: TestDatabase;
let app: FastifyInstance;
let port: number;
let admin: string;

beforeAll(async () => {
  writeFileSync(file('cert.pem'), server.cert);
  writeFileSync(file('key.pem'), server.key);
  database = await testDatabase();
  const { db, ownerPool } = database;
  await ownerPool.query(`insert into programme (kind, name) values ('real', 'Test programme')`);
  await ownerPool.query(
    `insert into org (handle, name, kind, enrolment) values ('operator', 'Operator', 'operator', 'enrolled'), ('sensors', 'Sensors', 'partner', 'enrolled'), ('others', 'Others', 'isp', 'enrolled')`,
  );
  admin = (
    await db.asSystem('test', (tx) =>
      mintToken(tx, { org: 'operator', name: 'admin', scopes: ['admin'] }, { org: 0, name: 'test' }, clock.now()),
    )
  ).secret;
  const config = loadConfig({
    TOCSIN_PORT: '0',
    TOCSIN_TLS_CERT: file('cert.pem'),
    TOCSIN_TLS_KEY: file('key.pem'),
    TOCSIN_TLS_CLIENT_CERTIFICATES: 'true',
  });
  const metrics = createMetrics();
  const authenticator = createAuthenticator({ source: withMachines(db, credentialSource(db)), clock });
  app = await createHttp({
    config,
    log: createLog(config, { write: () => undefined }),
    metrics,
    authenticate: (call) => authenticator.authenticate(call),
    refusalForms: [oauthRefusals],
  });
  authRoutes(app, { db, clock, authenticator, metrics, version: '0.0.0', secureCookies: true });
  machineRoutes(app, { db, clock, authenticator, publicUrl: undefined });
  const address = await listen(app, config);
  expect(address.startsWith('https://')).toBe(true);
  port = Number(new URL(address).port);
});
afterAll(async () => {
  await drain(app, 0);
  await database.close();
  rmSync(directory, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Record<string, unknown>;
}

/** A request over TLS, each on a connection of its own unless an agent is given. */
function ask(
  method: string,
  path: string,
  { body, ...options }: RequestOptions & { body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { method, path, port, host: '127.0.0.1', servername: 'localhost', ca: server.cert, agent: new Agent({ keepAlive: false }), ...options }, // prettier-ignore
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const parsed = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
          resolve({ status: response.statusCode!, headers: response.headers, body: parsed });
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asAdmin = (method: string, path: string, body?: object) =>
  ask(method, path, {
    headers: { ...bearer(admin), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
const form = (text: string, headers: Record<string, string> = {}) =>
  ask('POST', '/api/oauth/token', {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: text,
  });
/** Who a request comes from, as far as a route that needs the scope admin tells. */
const tokensAs = (options: RequestOptions) => ask('GET', '/api/client-certificates', options);

test('TLS 1.2 and 1.3 are spoken, nothing older, and browsers are told to stay with it', async () => {
  for (const [version, spoken] of [
    ['TLSv1.3', true],
    ['TLSv1.2', true],
    ['TLSv1.1', false],
  ] as const) {
    const options = { minVersion: version, maxVersion: version };
    // Our own client would refuse TLS 1.1 by itself at its usual security level.
    const call = ask('GET', '/api/programme', { ...options, ciphers: 'DEFAULT@SECLEVEL=0' });
    if (spoken) expect((await call).headers['strict-transport-security']).toBe('max-age=63072000');
    else await expect(call).rejects.toThrow();
  }
});

test('a machine is known by its certificate alone, for its org and scopes, until it is revoked', async () => {
  const mine = { cert: machine.cert, key: machine.key };
  expect((await tokensAs(mine)).status).toBe(401);
  const made = await asAdmin('POST', '/api/client-certificates', { org: 'sensors', name: 'sensor 1', scopes: ['admin'], certificate: machine.cert }); // prettier-ignore
  expect(made).toMatchObject({ status: 201, body: { org: 'sensors', subject: 'CN=Tocsin test', revokedAt: null } });
  expect(made.body.fingerprint).toBe(
    new X509Certificate(machine.cert).fingerprint256.replaceAll(':', '').toLowerCase(),
  );
  expect(made.body.expiresAt).toBe(new X509Certificate(machine.cert).validToDate.toISOString());
  const seen = await tokensAs(mine);
  expect(seen.status).toBe(200);
  expect((seen.body as unknown as { id: number }[]).map(({ id }) => id)).toEqual([made.body.id]);
  // It may not do what the operator may, nor what its scopes do not name; and another certificate is nobody's.
  expect((await ask('POST', '/api/oauth/clients', { ...mine, headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(403); // prettier-ignore
  expect((await tokensAs({ cert: stranger.cert, key: stranger.key })).status).toBe(401);
  // Whoever shows a token beside it acts by the token.
  const both = await tokensAs({ ...mine, headers: bearer(admin) });
  expect(both.status).toBe(200);
  const again = await asAdmin('POST', '/api/client-certificates', { org: 'others', name: 'x', scopes: ['admin'], certificate: machine.cert }); // prettier-ignore
  expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await asAdmin('DELETE', `/api/client-certificates/${String(made.body.id)}`)).status).toBe(204);
  expect((await tokensAs(mine)).status).toBe(401);
  expect((await asAdmin('DELETE', '/api/client-certificates/999')).status).toBe(404);
});

test('a certificate is bound to addresses and to an end, and a private key is not taken', async () => {
  const mine = { cert: stranger.cert, key: stranger.key };
  const { fingerprint256: fingerprint } = new X509Certificate(stranger.cert);
  const wanted = { org: 'sensors', name: 'sensor 2', scopes: ['admin'], fingerprint };
  const elsewhere = await asAdmin('POST', '/api/client-certificates', { ...wanted, addresses: ['192.0.2.0/24'] });
  expect(await tokensAs(mine)).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('this address') },
  });
  await asAdmin('DELETE', `/api/client-certificates/${String(elsewhere.body.id)}`);
  const short = await asAdmin('POST', '/api/client-certificates', { ...wanted, expiresAt: '2026-03-20T11:00:00Z' });
  expect((await tokensAs(mine)).status).toBe(200);
  clock.advance(3_600_000);
  expect(await tokensAs(mine)).toMatchObject({ status: 401, body: { detail: expect.stringContaining('expired') } });
  await asAdmin('DELETE', `/api/client-certificates/${String(short.body.id)}`);
  for (const body of [
    { ...wanted, certificate: stranger.cert },
    { org: 'sensors', name: 'x', scopes: ['admin'] },
    { org: 'sensors', name: 'x', scopes: ['admin'], certificate: stranger.key },
    { org: 'sensors', name: 'x', scopes: ['admin'], certificate: 'hello' },
  ])
    expect(await asAdmin('POST', '/api/client-certificates', body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } }); // prettier-ignore
});

test('a renewed certificate is taken up while connections stay, and a broken pair is not', async () => {
  const { openTls } = await import('../../src/kernel/tls/open-tls.ts');
  const said: string[] = [];
  const log = { info: (_fields: object, text: string) => said.push(text), warn: (_fields: object, text: string) => said.push(text) }; // prettier-ignore
  const tls = openTls({ tlsCert: file('cert.pem'), tlsKey: file('key.pem'), tlsClientCa: undefined, tlsClientCertificates: false }, log)!; // prettier-ignore
  const listening = tls.serve((_request, response) => response.end('{}'), {});
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address() as { port: number };
  const open = () =>
    new Promise<TLSSocket>((resolve) => {
      const socket = connect({ port: address.port, host: '127.0.0.1', rejectUnauthorized: false }, () =>
        resolve(socket),
      );
    });
  const shown = (socket: TLSSocket) => socket.getPeerX509Certificate()!.fingerprint256;
  const exchange = (socket: TLSSocket) =>
    new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(data.toString().slice(0, 15)));
      socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    });
  const old = await open();
  expect(await exchange(old)).toBe('HTTP/1.1 200 OK');

  const renewed = makeCertificate('DNS:localhost');
  writeFileSync(file('cert.pem'), renewed.cert);
  tls.look();
  tls.look();
  expect(said).toEqual(['the new certificate cannot be used; the old one stays']);
  expect(shown(await open())).toBe(new X509Certificate(server.cert).fingerprint256);
  writeFileSync(file('key.pem'), renewed.key);
  tls.look();
  expect(said.at(-1)).toBe('the certificate of the server was renewed');
  expect(shown(await open())).toBe(new X509Certificate(renewed.cert).fingerprint256);
  expect(await exchange(old)).toBe('HTTP/1.1 200 OK');
  tls.stop();
  listening.closeAllConnections();
  await new Promise((resolve) => listening.close(resolve));
});

test('a client gets short-lived tokens for its id and secret, by both ways of showing who it is', async () => {
  const made = await asAdmin('POST', '/api/oauth/clients', { org: 'sensors', name: 'collector', scopes: ['admin', 'events:read'] }); // prettier-ignore
  const { client, secret } = made.body as { client: { id: number; clientId: string; prefix: string }; secret: string };
  expect(secret.startsWith(client.prefix)).toBe(true);
  const basic = { authorization: `Basic ${Buffer.from(`${client.clientId}:${secret}`).toString('base64')}` };

  const given = await form('grant_type=client_credentials', basic);
  expect(given).toMatchObject({
    status: 200,
    body: { token_type: 'Bearer', expires_in: 900, scope: 'admin events:read' },
  });
  expect([given.headers['cache-control'], given.headers.pragma]).toEqual(['no-store', 'no-cache']);
  const posted = await form(
    `grant_type=client_credentials&client_id=${client.clientId}&client_secret=${secret}&scope=events:read`,
  );
  expect(posted).toMatchObject({ status: 200, body: { scope: 'events:read' } });

  const [all, some] = [given, posted].map(({ body }) => ({ headers: bearer(String(body.access_token)) }));
  expect((await tokensAs(all!)).status).toBe(200);
  expect(await tokensAs(some!)).toMatchObject({ status: 403, body: { scope: 'admin' } });
  // The secret itself is no token.
  expect((await tokensAs({ headers: bearer(secret) })).status).toBe(401);
  clock.advance(900_000);
  expect((await tokensAs(all!)).status).toBe(401);

  const fresh = await form('grant_type=client_credentials', basic);
  expect((await asAdmin('DELETE', `/api/oauth/clients/${client.id}`)).status).toBe(204);
  expect((await tokensAs({ headers: bearer(String(fresh.body.access_token)) })).status).toBe(401);
  expect(await form('grant_type=client_credentials', basic)).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
});

test('refusals of the token endpoint are those of RFC 6749 section 5.2', async () => {
  const made = await asAdmin('POST', '/api/oauth/clients', { org: 'others', name: 'x', scopes: ['events:read'] });
  const { client, secret } = made.body as { client: { clientId: string }; secret: string };
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`${client.clientId}:${password}`).toString('base64')}`,
  });
  const wrong = await form('grant_type=client_credentials', basic('wrong'));
  expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect(wrong.headers['www-authenticate']).toBe('Basic realm="tocsin"');
  const unknown = await form('grant_type=client_credentials&client_id=nobody&client_secret=x');
  expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
  expect(await form('grant_type=password', basic(secret))).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } }); // prettier-ignore
  expect(await form('', basic(secret))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(await form('grant_type=client_credentials&scope=admin', basic(secret))).toMatchObject({ status: 400, body: { error: 'invalid_scope' } }); // prettier-ignore
  const json = await ask('POST', '/api/oauth/token', { headers: { 'content-type': 'application/json' }, body: '{}' });
  expect(json.body).toMatchObject({ error: 'invalid_request' });
  expect((await form(`x=${'y'.repeat(10_000)}`)).body).toMatchObject({ error: 'invalid_request' });
});

test('a server tells where its tokens are given (RFC 8414)', async () => {
  const { body } = await ask('GET', '/.well-known/oauth-authorization-server');
  expect(body).toMatchObject({
    issuer: `https://127.0.0.1:${port}`,
    token_endpoint: `https://127.0.0.1:${port}/api/oauth/token`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  });
});

test('without TLS one is sent on to the same address with it, and nowhere else', async () => {
  const redirect = (await startRedirect({ host: '127.0.0.1', tlsRedirectPort: 0, publicUrl: 'https://tocsin.example.org', drill: false }, 8443))!; // prettier-ignore
  const asked = (path: string, host: string, method = 'GET') =>
    new Promise<[number, string | undefined]>((resolve, reject) => {
      httpRequest({ port: redirect.port, host: '127.0.0.1', path, method, headers: { host } }, (response) => {
        response.resume();
        resolve([response.statusCode!, response.headers.location]);
      })
        .on('error', reject)
        .end();
    });
  expect(await asked('/api/events?after=now', 'tocsin.example.org')).toEqual([308, 'https://tocsin.example.org/api/events?after=now']); // prettier-ignore
  expect(await asked('//example.net/x', 'tocsin.example.org', 'POST')).toEqual([308, 'https://tocsin.example.org//example.net/x']); // prettier-ignore
  expect(await asked('/', 'example.net')).toEqual([421, undefined]);
  await redirect.close();
});
