import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes, scopes, type Route } from '@tocsin/api';
import { idOf, object } from '../objects.ts';
import { orgs } from '../leak/viewers.ts';
import { leakServer, type LeakServer } from '../leak/server.ts';

let server: LeakServer;
const operator = (method: string, path: string, body?: unknown) => server.must('operator', { method, path, body });

beforeAll(async () => {
  server = await leakServer();
  for (const nation of ['PL', 'CZ']) await operator('PATCH', `/api/nations/${nation}`, { enrolment: 'enrolled' });
  for (const { handle, kind, nation } of orgs.slice(0, 2))
    await operator('POST', '/api/orgs', { handle, name: handle, kind, nation, enrolment: 'enrolled' });
});
afterAll(() => server.close());

const send = (org: string, body: string, type = 'application/x-ndjson') =>
  server.ask(org, { method: 'POST', path: '/api/objects', body, headers: { 'content-type': type } });

describe('a child goes with its true parent alone', () => {
  test('whoever may change one org’s contact or entry cannot reach it through another org', async () => {
    const contact = Number(
      (await operator('POST', '/api/orgs/gov-a/contacts', { name: 'one', role: 'duty' })).json['id'],
    );
    const entry = Number(
      (await operator('POST', '/api/orgs/gov-a/constituency', { kind: 'asn', value: '64500', note: 'x' })).json['id'],
    );
    for (const [method, path, body] of [
      ['PATCH', `/api/orgs/gov-b/contacts/${contact}`, { name: 'two' }],
      ['DELETE', `/api/orgs/gov-b/contacts/${contact}`, undefined],
      ['DELETE', `/api/orgs/gov-b/constituency/${entry}`, undefined],
    ] as const)
      expect((await server.ask('operator', { method, path, body })).status, `${method} ${path}`).toBe(404);
    expect((await server.ask('gov-a', { path: '/api/orgs/gov-a/contacts' })).text).toContain('"one"');
    expect((await server.ask('gov-a', { path: '/api/orgs/gov-a/constituency' })).text).toContain('64500');
  });

  test('a message goes with its own subscription, a subscription’s contact with its own org', async () => {
    const contact = Number(
      (await operator('POST', '/api/orgs/gov-a/contacts', { name: 'mail', role: 'duty', email: 'duty@example.org' }))
        .json['id'],
    );
    const mine = { name: 'mine', channel: 'mail', contact, mail: { every: 'day' } };
    const there = await server.ask('gov-b', { method: 'POST', path: '/api/subscriptions', body: mine });
    const absent = await server.ask('gov-b', {
      method: 'POST',
      path: '/api/subscriptions',
      body: { ...mine, contact: 98_765 },
    });
    expect(there.status).toBeGreaterThanOrEqual(400);
    expect(there.status).toBe(absent.status);
    expect(there.text.replace(/"instance":"[^"]*"/, '')).toBe(absent.text.replace(/"instance":"[^"]*"/, ''));
    expect(there.text).not.toContain('duty@');
  });
});

describe('what another nation has says nothing', () => {
  test('sending an object with the id and version of another’s is as if it were not there', async () => {
    const theirs = object({ name: 'theirs' });
    const id = idOf(theirs);
    expect((await send('gov-a', theirs.body)).json).toMatchObject({ counts: { stored: 1 } });
    const taken = await send('gov-b', object({ id, name: 'other content' }).body);
    const fresh = await send('gov-b', object({ name: 'other content' }).body);
    expect(taken.json['counts']).toEqual(fresh.json['counts']);
    expect(taken.json).toMatchObject({ objects: [{ id, outcome: 'stored' }] });
    expect((await server.ask('gov-a', { path: `/api/objects/${id}` })).text).toContain('theirs');
    expect((await server.ask('gov-b', { path: `/api/objects/${id}` })).text).not.toContain('theirs');
  });

  test('revoking or withdrawing an id of one’s own leaves another’s of the same id', async () => {
    const theirs = object({ name: 'kept' });
    const id = idOf(theirs);
    await send('gov-a', theirs.body);
    await send('gov-b', object({ id, revoked: true, modified: '2026-01-02T00:00:00.000Z' }).body);
    await server.must('gov-b', { method: 'POST', path: `/api/objects/${id}/withdraw`, body: {} });
    const kept = await server.must('gov-a', { path: `/api/objects/${id}` });
    expect(kept.json).toMatchObject({ state: 'draft', object: { name: 'kept' } });
  });
});

describe('every route that takes JSON', () => {
  const bodies = Object.entries<Route>(routes).filter(([, { body, auth }]) => body !== undefined && auth !== 'public');

  /** What a schema says that it takes, as little as will do. */
  test.each(bodies)('%s refuses a key that it does not know', async (_, { method, path }) => {
    const known = path.replace(/:[a-z]+/g, (name) => (name === ':code' ? 'PL' : '1'));
    for (const body of [
      { org_id: 1 },
      JSON.parse('{"__proto__":{"owner":1}}') as object,
      { constructor: { prototype: {} } },
    ]) {
      const reply = await server.ask('operator', { method, path: known, body });
      expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
      expect(reply.status, reply.text).toBeLessThan(500);
    }
  });
});

describe('what is put into the question', () => {
  const injections = [
    "' or 1=1 --",
    '") or (1=1',
    '%',
    '{"$ne":null}',
    '$1',
    'pg_sleep(5)',
    '\u0000',
    'x'.repeat(5000),
  ];
  const queried = Object.entries<Route>(routes).filter(
    ([name, { query, method, auth }]) => query !== undefined && method === 'GET' && auth === 'org' && name !== 'stream',
  );
  test.each(queried)('%s takes no injection', async (_, { path, query }) => {
    const plain = path.replace(/:[a-z]+/g, (name) => (name === ':log' ? 'audit' : 'gov-b'));
    const names = [
      ...new Set(
        JSON.stringify(query)
          .match(/"(\w+)":\{/g)
          ?.map((key) => key.slice(1, -3)),
      ),
    ];
    for (const injection of injections) {
      const asked = names.map((name) => `${plain}?${name}=${encodeURIComponent(injection)}`);
      for (const question of asked) {
        const reply = await server.ask('gov-b', { path: question });
        expect(reply.status, `${question.slice(0, 200)} ${reply.text.slice(0, 300)}`).toBeLessThan(500);
        expect(reply.text).not.toMatch(/gov-a|syntax error|operator does not exist|relation \\?"/);
      }
    }
  });
});

describe('bombs', () => {
  const depth = 100_000;
  const bombs: Record<string, () => string> = {
    'deep arrays': () => '['.repeat(depth) + ']'.repeat(depth),
    'deep objects': () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    'a deep property': () =>
      object({ x_deep: 0 }).body.replace('"x_deep":0', `"x_deep":${'['.repeat(depth)}${']'.repeat(depth)}`),
    'a million keys': () =>
      object({ x_keys: 0 }).body.replace(
        '"x_keys":0',
        `"x_keys":{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
      ),
    'a huge string': () => object({ name: 'x'.repeat(20_000_000) }).body,
    'a huge number': () => object({ x_n: 0 }).body.replace('"x_n":0', `"x_n":${'9'.repeat(1_000_000)}`),
    'a type of 60,000 characters': () => object({ type: `${'a-'.repeat(30_000)}!` }).body,
    'a pattern without end': () => object({ pattern: `${'['.repeat(50_000)}a:b = 'c'` }).body,
    'a pattern of many ANDs': () =>
      object({ pattern: `[${Array.from({ length: 50_000 }, () => `a:b = 'c'`).join(' AND ')}]` }).body,
    'ten thousand selectors': () =>
      object({
        granular_markings: Array.from({ length: 10_000 }, () => ({
          marking_ref: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
          selectors: ['name'],
        })),
      }).body,
  };
  test.each(Object.entries(bombs))('%s leaves the server standing', async (_, make) => {
    const reply = await send('gov-b', make(), 'application/json');
    expect(reply.status, reply.text.slice(0, 300)).toBeLessThan(500);
    expect(reply.text.length).toBeLessThan(100_000);
    expect((await server.ask('gov-a', { path: '/api/session' })).status).toBe(200);
  });
});

describe('tokens', () => {
  const status = async (secret: string, path = '/api/objects') =>
    (await server.send(`Bearer ${secret}`, { path })).status;

  test('a revoked, expired, foreign-address or damaged token opens nothing', async () => {
    const { secret, token } = await server.token('gov-b');
    expect(await status(secret)).toBe(200);
    await operator('DELETE', `/api/tokens/${token.id}`);
    expect(await status(secret)).toBe(401);
    const soon = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const expiring = await server.token('gov-b', { expiresAt: soon });
    expect(await status(expiring.secret)).toBe(200);
    server.clock.advance(60_001);
    expect(await status(expiring.secret)).toBe(401);
    expect(await status((await server.token('gov-b', { addresses: ['192.0.2.0/24'] })).secret)).toBe(401);
    const good = (await server.token('gov-b')).secret;
    expect(await status(good)).toBe(200);
    for (const bad of [
      good.slice(0, -1),
      `${good}x`,
      good.toUpperCase(),
      createHash('sha256').update(good).digest('hex'),
    ])
      expect(await status(bad)).toBe(401);
  });

  test('no header that a client makes up changes its address or its org', async () => {
    const { secret } = await server.token('gov-b', { addresses: ['192.0.2.0/24'] });
    for (const headers of [
      { 'x-forwarded-for': '192.0.2.1' },
      { 'x-real-ip': '192.0.2.1' },
      { forwarded: 'for=192.0.2.1' },
      { 'x-tocsin-org': 'operator' },
    ])
      expect((await server.send(`Bearer ${secret}`, { path: '/api/objects', headers })).status).toBe(401);
  });

  test.each(scopes.filter((scope) => scope !== 'objects:read'))(
    'a token of %s alone reads no objects',
    async (scope) => {
      const { secret } = await server.token('gov-b', { scopes: [scope] });
      expect(await status(secret)).toBe(403);
    },
  );

  test('a nation with every scope administers nobody, itself included', async () => {
    for (const org of ['gov-a', 'gov-b', 'operator']) {
      const body = { org, name: 'mine', scopes: ['objects:read'] };
      for (const path of ['/api/tokens', '/api/oauth/clients'])
        expect((await server.ask('gov-b', { method: 'POST', path, body })).status).toBe(403);
    }
  });
});

test('an open stream ends when its org is suspended, and carries nothing from then on', async () => {
  await operator('POST', '/api/orgs', { handle: 'leaving', name: 'leaving', kind: 'isp', enrolment: 'enrolled' });
  await operator('POST', '/api/orgs/leaving/constituency', { kind: 'prefix', value: '203.0.113.0/24', note: 'x' });
  await operator('POST', '/api/sources', {
    handle: 'sensor',
    org: 'gov-a',
    feed: 'tocsin',
    tlp: 'amber',
    distribution: 'concerned',
  });
  const publish = (domain: string) =>
    server.must('gov-a', {
      method: 'POST',
      path: '/api/events?source=sensor',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify({
        time: server.clock.now().toISOString(),
        class: 'infected-system',
        address: '203.0.113.7',
        domain,
      }),
    });
  const { secret } = await server.token('leaving');
  const stream = await server.send(`Bearer ${secret}`, { path: '/api/stream' });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (done: () => boolean) => {
    for (;;) {
      if (done()) return;
      const chunk = await reader.read();
      if (chunk.done) return;
      text += chunk.value;
    }
  };
  await until(() => text.includes('event: head'));
  await publish('before.example.org');
  await until(() => text.includes('before.example.org'));
  expect(text).toContain('before.example.org');
  await operator('PATCH', '/api/orgs/leaving', { enrolment: 'suspended' });
  await publish('after.example.org');
  await until(() => false);
  expect(text).not.toContain('after.example.org');
});
