import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes, type ApiError, type Client, type EventOut } from '@tocsin/api';
import { eventually, ingestServer, readerOf, type IngestServer } from '../ingest-server.ts';
import { ndjson } from '../portions.ts';

let server: IngestServer;
let early: Client;
beforeAll(async () => {
  server = await ingestServer();
  ({ client: early } = await server.addOrg('early', [{ kind: 'prefix', value: '192.0.2.0/24' }]));
  await server.addSource('sensor', { showName: true });
  await server.addSource('closed', { distribution: 'named' });
});
afterAll(() => server.remove());

const dayMs = 86_400_000;
const now = Date.now();
const at = (daysAgo: number, second = 0): string =>
  new Date(now - daysAgo * dayMs - 60_000 + second * 1000).toISOString();
const bot = (time: string, address: string, url: string) => ({
  time,
  address,
  class: 'infected-system' as const,
  family: 'mirai',
  url: `https://${url}.example.org/`,
});

const reading = async (client: Client): Promise<EventOut[]> => {
  const response = await client.send(routes.events, { query: { limit: 10_000 } });
  return (await response.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as EventOut);
};
const ids = (events: readonly EventOut[]) => events.map(({ id }) => id).sort();
const done = (org: string) =>
  eventually('the end of a back-fill', async () => {
    const [last] = await server.client.call(routes.backfills, { params: { handle: org } });
    return last?.state === 'done' ? last : undefined;
  });

test('a late-comer gets exactly what it would have got: open episodes at once, past days on demand, twice nothing new', async () => {
  // Somebody who was there from the start, with the same constituency, tells what that is.
  const same = [{ kind: 'prefix' as const, value: '198.51.100.0/25' }];
  const { client: witness } = await server.addOrg('witness', same);
  const sent = [
    bot(at(20), '198.51.100.3', 'before-it-was-cleaned'),
    bot(at(12), '198.51.100.9', 'old'),
    bot(at(3), '198.51.100.1', 'a'),
    bot(at(2), '198.51.100.1', 'b'),
    bot(at(0), '198.51.100.1', 'c'),
    bot(at(0, 1), '198.51.100.2', 'd'),
    bot(at(0, 2), '198.51.100.200', 'outside'),
    bot(at(0, 3), '192.0.2.1', 'of-another'),
    { ...bot(at(1), '198.51.100.3', 'e'), class: 'vulnerable-system' as const },
  ];
  await server.post(ndjson(sent), { source: 'sensor' });
  await server.post(ndjson([bot(at(0, 4), '198.51.100.4', 'kept')]), { source: 'closed' });

  const { client: late } = await server.addOrg('late', []);
  const { client: operator } = server;
  const tail = await readerOf(late);
  const follow = await readerOf(operator);
  const before = await operator.call(routes.searchEvents, { query: {} });
  await operator.call(routes.addConstituency, {
    params: { handle: 'late' },
    body: { ...same[0]!, note: 'joins late' },
  });

  // At once, without asking: what is open.
  const open = { query: { state: 'open' } };
  const expected = await witness.call(routes.episodes, open);
  expect(expected.episodes.map(({ address }) => address).sort()).toEqual([
    '198.51.100.1',
    '198.51.100.2',
    '198.51.100.3',
    '198.51.100.9',
  ]);
  const episodes = await eventually('open episodes of the late-comer', async () => {
    const page = await late.call(routes.episodes, open);
    return page.episodes.length === expected.episodes.length ? page : undefined;
  });
  expect(episodes.episodes.map(({ address, events }) => [address, events]).sort()).toEqual(
    expected.episodes.map(({ address, events }) => [address, events]).sort(),
  );
  expect((await witness.call(routes.episodes, open)).total).toBe(expected.total);
  expect(await tail()).toEqual([]);
  expect((await late.call(routes.searchEvents, { query: {} })).total).toBe(0);

  const preview = await operator.call(routes.previewBackfill, { params: { handle: 'late' }, query: { days: 5 } });
  expect(preview).toMatchObject({ events: 5, episodes: 0, complete: true });
  expect(preview.byDay.reduce((sum, { events }) => sum + events, 0)).toBe(5);
  const { state } = await operator.call(routes.startBackfill, { params: { handle: 'late' }, body: { days: 5 } });
  expect(state).toBe('waiting');
  expect(await done('late')).toMatchObject({ events: 5, episodes: 0 });

  // A reader that only follows the log misses nothing; one who has read everything before gets nothing anew.
  const wanted = (await reading(witness)).filter(({ time }) => Date.parse(time) > now - 6 * dayMs);
  expect(wanted.length).toBe(5);
  const got = await tail();
  expect(ids(got)).toEqual(ids(wanted));
  expect(await follow()).toEqual([]);
  expect(
    got.every(({ why }) => why.length === 1 && why[0]?.org === 'late' && why[0].decision === 'amber_concerned'),
  ).toBe(true);

  // Every way of reading agrees with the witness.
  const last = { query: { from: at(5) } };
  const [mine, theirs] = await Promise.all([late, witness].map((client) => client.call(routes.searchEvents, last)));
  expect(ids(mine!.events)).toEqual(ids(theirs!.events));
  expect(mine!.total).toBe(theirs!.total);
  expect(mine!.facets).toEqual(theirs!.facets);
  const byPort = { query: { address: '198.51.100.1', from: at(5) } };
  expect(ids((await late.call(routes.searchEvents, byPort)).events)).toEqual(
    ids((await witness.call(routes.searchEvents, byPort)).events),
  );
  const host = episodes.episodes.find(({ address }) => address === '198.51.100.1')!.host;
  const [myHost, theirHost] = await Promise.all(
    [late, witness].map((client) => client.call(routes.host, { params: { id: host } })),
  );
  expect(ids(myHost!.latest)).toEqual(ids(theirHost!.latest));
  const one = got[0]!;
  expect(await late.call(routes.whyEvent, { params: { day: one.time.slice(0, 10), id: one.id } })).toEqual(one.why);

  // The operator counts every event once, as before.
  const after = await operator.call(routes.searchEvents, { query: {} });
  expect(after.total).toBe(before.total);
  expect(after.facets).toEqual(before.facets);

  // Twice running changes nothing; further back adds what is further back, its past episode among it.
  await operator.call(routes.startBackfill, { params: { handle: 'late' }, body: { days: 5 } });
  expect(await done('late')).toMatchObject({ events: 0, episodes: 0 });
  expect(await tail()).toEqual([]);
  await operator.call(routes.startBackfill, { params: { handle: 'late' }, body: { days: 30 } });
  expect(await done('late')).toMatchObject({ events: 2, episodes: 1, days: 30 });
  expect((await tail()).map(({ address }) => address)).toEqual(['198.51.100.3', '198.51.100.9']);
  expect(ids(await reading(late))).toEqual(ids(await reading(witness)));
  expect((await late.call(routes.episodes, {})).total).toBe((await witness.call(routes.episodes, {})).total);

  // What comes from now on comes the ordinary way.
  await server.post(ndjson([bot(at(0, 9), '198.51.100.7', 'new')]), { source: 'sensor' });
  expect((await tail()).map(({ address }) => address)).toEqual(['198.51.100.7']);
  expect((await early.call(routes.searchEvents, { query: {} })).total).toBe(1);
}, 60_000);

test('nobody but the operator starts a back-fill, and none is started for who may have nothing', async () => {
  await server.client.call(routes.createOrg, { body: { handle: 'invited', name: 'Invited', kind: 'isp' } });
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error: unknown) => (error as ApiError).problem.code,
    );
  const start = (client: Client, handle: string) =>
    refusal(client.call(routes.startBackfill, { params: { handle }, body: { days: 1 } }));
  expect(await start(early, 'early')).toBe('forbidden');
  expect(await start(server.client, 'invited')).toBe('conflict');
  expect(await start(server.client, 'nobody')).toBe('not_found');
  expect(await refusal(early.call(routes.backfills, { params: { handle: 'late' } }))).toBe('forbidden');
});
