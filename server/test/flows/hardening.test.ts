import { routes, type Persona, type Route } from '@tocsin/api';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '../../src/audit/store.ts';
import { sealAll } from '../../src/audit/sealer/jobs.ts';
import { testClock } from '../../src/kernel/clock.ts';
import { loadConfig } from '../../src/kernel/config.ts';
import { createHttp } from '../../src/kernel/http.ts';
import type { AnswerFacts } from '../../src/kernel/http/answer-record.ts';
import type { Caller } from '../../src/kernel/http/caller.ts';
import { mount } from '../../src/kernel/http/routes.ts';
import { createLog } from '../../src/kernel/log.ts';
import { createMetrics } from '../../src/kernel/metrics.ts';
import { consolePage } from '../../src/main/console-files.ts';
import { deliveryServer, type DeliveryServer } from '../delivery-server.ts';

// Every route of the table, by name: a route that is added is held to all of this.
const table = Object.entries<Route>(routes);
const changes = table.filter(([, { method }]) => method !== 'GET');
const guarded = table.filter(([, { auth }]) => auth !== 'public');

/** An app that mounts the whole table with handlers that answer nothing: what is tested comes before and after them. */
async function shell(env: Record<string, string> = {}) {
  const config = loadConfig({ TOCSIN_LOG_LEVEL: 'silent', ...env });
  const recorded: AnswerFacts[] = [];
  let caller: Caller | undefined;
  const app = await createHttp({
    config,
    log: createLog(config),
    metrics: createMetrics(),
    authenticate: () => Promise.resolve(caller),
    recordAnswer: async (facts) => void recorded.push(facts),
    fallback: consolePage,
  });
  for (const [, route] of table)
    mount(app, route, ({ reply }) =>
      reply
        .serializer(() => '')
        .type('application/json')
        .send(''),
    );
  await app.ready();
  return { app, recorded, actAs: (who: Caller | undefined) => (caller = who) };
}

const path = (route: Route): string => route.path.replace(/:[a-zA-Z]+/g, '1');
const ask = (app: FastifyInstance, route: Route, options: InjectOptions = {}) =>
  app.inject({ method: route.method, url: path(route), remoteAddress: '127.0.0.1', ...options });

const operator: Caller = {
  kind: 'token',
  org: 1,
  orgHandle: 'operator',
  orgKind: 'operator',
  nation: null,
  name: 'test',
  scopes: [],
  assurance: 'token',
};

describe('every route', async () => {
  const open = await shell();
  const drill = await shell({ TOCSIN_DRILL: 'true' });
  const https = await shell({ TOCSIN_PUBLIC_URL: 'https://tocsin.example.org' });
  afterAll(() => Promise.all([open, drill, https].map(({ app }) => app.close())));

  test.each(table)('%s carries the security headers', async (_, route) => {
    const { headers } = await ask(open.app, route);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
    const secure = await ask(https.app, route, { headers: { host: 'tocsin.example.org' } });
    expect(secure.headers['strict-transport-security']).toBe('max-age=63072000');
  });

  test.each(guarded)('%s tells nobody anything who does not say who they are', async (_, route) => {
    open.actAs(undefined);
    const response = await ask(open.app, route);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([401, 'unauthenticated']);
  });

  test.each(guarded.filter(([, { scope }]) => scope !== undefined))('%s wants its scope', async (_, route) => {
    open.actAs(operator);
    expect((await ask(open.app, route)).statusCode).toBe(403);
    open.actAs(undefined);
  });

  test.each(changes)('%s does not ride on a session from another site', async (_, route) => {
    const from = (headers: Record<string, string>) =>
      ask(open.app, route, { headers: { cookie: 'tocsin_session=x', ...headers } });
    for (const foreign of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const response = await from(foreign);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'cross_site_refused']);
    }
    expect((await from({ 'sec-fetch-site': 'same-origin' })).body).not.toContain('cross_site_refused');
    // A page can send a form as text/plain without asking first.
    const form = await from({ 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' });
    expect(form.statusCode).toBe(403);
  });

  test.each(table)('%s of a drill answers this machine by its own name only', async (_, route) => {
    for (const host of ['evil.example', 'localhost.evil.example', '192.0.2.1'])
      expect((await ask(drill.app, route, { headers: { host } })).statusCode).toBe(421);
    const remote = await ask(drill.app, route, { remoteAddress: '192.0.2.9', headers: { host: 'localhost' } });
    expect(remote.json<{ code: string }>().code).toBe('not_loopback');
  });

  test('reads of those who are signed in are recorded, but for these', () => {
    const unrecorded = guarded.filter(([, { method, audit }]) => method === 'GET' && audit === 'none');
    // Who one is oneself is no shared data, and a console asks for it all the time; nor is how collections are named, nor
    // what one notes for oneself.
    expect(unrecorded.map(([name]) => name).sort()).toEqual(['collections', 'overlay', 'session']);
  });

  test.each(guarded.filter(([, { audit, method }]) => audit !== 'none' && (method === 'GET' || audit === 'read')))(
    '%s is recorded before it is answered',
    async (_, route) => {
      const scopes = route.scope === undefined ? [] : [route.scope];
      open.actAs({ ...operator, scopes });
      open.recorded.length = 0;
      const response = await ask(open.app, route);
      const [facts] = open.recorded;
      // What the schema refuses shows nothing; all else is a read.
      if (response.statusCode < 300)
        expect(facts).toMatchObject({ reads: true, route: route.path, caller: { org: 1 } });
      else expect(response.statusCode).toBe(400);
      open.actAs(undefined);
    },
  );
});

test('the page of the console allows no inline script or style but what carries its nonce, new each time', async () => {
  const { app } = await shell();
  const nonceOf = async () => {
    const page = await app.inject('/');
    if (page.statusCode === 404) return undefined;
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(page.headers['cache-control']).toBe('no-store');
    const nonce = /style-src 'self' 'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy)?.[1];
    expect(page.body).toContain(`<meta property="csp-nonce" nonce="${nonce ?? 'none'}" />`);
    expect(page.body.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/g)).toBeNull();
    return nonce;
  };
  const first = await nonceOf();
  if (first !== undefined) expect(await nonceOf()).not.toBe(first);
  await app.close();
});

describe('over HTTP', () => {
  const clock = testClock('2026-01-10T12:00:00Z');
  let server: DeliveryServer;
  beforeAll(async () => (server = await deliveryServer({ clock })));
  afterAll(() => server.close());

  test('the cookie of a session is for this server’s pages alone', async () => {
    await server.makeOrg('csirt-pl', 'government', 'PL');
    const [persona] = (await (await fetch(`${server.url}/api/personas`)).json()) as Persona[];
    const response = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ persona: persona?.id }),
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(response.status).toBe(200);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Domain=');
  });

  const formula = '=HYPERLINK("https://evil.example","x")';
  /** Where CSV leaves, and a URL of it that holds what somebody else wrote. The registry's is in registry/tables/csv.test.ts, that of objects in export.test.ts. */
  const csv: Partial<Record<keyof typeof routes, string>> = {
    events: '/api/events?format=csv',
    exportEvents: '/api/events/export',
    episodes: '/api/episodes?format=csv',
    exportLog: '/api/audit/logs/audit/export?format=csv',
  };

  test('every CSV is known here', () => {
    const leaving = table.filter(
      ([, { method, produces, query }]) =>
        produces?.includes('text/csv') === true || (method === 'GET' && JSON.stringify(query ?? {}).includes('"csv"')),
    );
    expect(leaving.map(([name]) => name).sort()).toEqual([...Object.keys(csv), 'exportTable', 'exportObjects'].sort());
  });

  test.each(Object.entries(csv))('no cell of %s is a formula', async (_, url) => {
    const reader = await server.makeOrg(`reader-${url.length}`, 'government', null, ['events:read', 'audit:read']);
    const source = await server.makeSource(`sensor-${url.length}`, reader);
    await server.publish([reader], source, [
      { address: `192.0.2.${url.length}`, family: formula, domain: '+1.example', country: '@x' },
    ]);
    await server.db.asOrg(reader.id, (tx) =>
      recordAudit(tx, { at: clock.now(), org: reader.id, actor: formula, action: 'test.act', subject: '-1+1' }),
    );
    await sealAll(server.db, clock);
    const response = await reader.get(url);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
    const text = await response.text();
    expect(text).toContain("'=HYPERLINK");
    expect(text.split('\r\n').flatMap((line) => line.match(/(^|,)"?[=+\-@\t]\D/g) ?? [])).toEqual([]);
  });
});
