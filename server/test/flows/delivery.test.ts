import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EpisodePage, EventOut, EventPage, HostDetail, NationOverview, ProgrammeOverview } from '@tocsin/api';
import { deliveryServer, messages, type DeliveryServer, type TestOrg } from '../delivery-server.ts';

let server: DeliveryServer;
let operator: TestOrg;
let poland: TestOrg;
let estonia: TestOrg;
let provider: TestOrg;
let source: number;

beforeAll(async () => {
  server = await deliveryServer({ headMs: 200 });
  operator = await server.makeOrg('operator', 'operator');
  poland = await server.makeOrg('csirt-pl', 'government', 'PL');
  estonia = await server.makeOrg('csirt-ee', 'government', 'EE');
  provider = await server.makeOrg('pl-access', 'isp', 'PL');
  source = await server.makeSource('sinkhole', operator);
});
afterAll(() => server.close());

const ndjson = async (response: Response) =>
  (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EventOut);

/** Every id that a reader gets by following pages, `limit` at a time. */
async function readAll(org: TestOrg, limit: number, after = ''): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = [];
  for (let cursor = after; ;) {
    const response = await org.get(`/api/events?limit=${limit}${cursor === '' ? '' : `&after=${cursor}`}`);
    expect(response.status).toBe(200);
    ids.push(...(await ndjson(response)).map((event) => event.id));
    cursor = response.headers.get('tocsin-cursor')!;
    if (response.headers.get('tocsin-more') === 'false') return { ids, cursor };
  }
}

/** Reads a stream until `count` events came, then leaves it in the middle; returns the last cursor too. */
async function readStream(
  org: TestOrg,
  lastId: string | undefined,
  count: number,
): Promise<{ ids: string[]; cursor: string }> {
  const response = await org.get('/api/stream', lastId === undefined ? {} : { 'last-event-id': lastId });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const ids: string[] = [];
  let cursor = lastId ?? '';
  for await (const message of messages(response)) {
    if (message.event === 'event') ids.push((JSON.parse(message.data) as EventOut).id);
    cursor = message.id;
    if (ids.length >= count) break;
  }
  return { ids, cursor };
}

test('pages and an interrupted stream give every event once and in the same order, while others write', async () => {
  const end = (await poland.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  const written: string[] = [];
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let n = 0; n < 15; n++) {
      const audience = [[poland], [poland, provider], [estonia], [poland, estonia]][(writer + n) % 4]!;
      const ids = await server.publish(
        audience,
        source,
        Array.from({ length: 1 + ((writer * 7 + n) % 5) }, (_, k) => ({ address: `192.0.2.${k + 1}`, country: 'PL' })),
      );
      if (audience.includes(poland)) written.push(...ids);
    }
  });

  const streaming = (async () => {
    const ids: string[] = [];
    let cursor = end;
    // Left after every few events, in the middle of a change too, and taken up again.
    for (const count of [1, 3, 10, 7]) {
      const part = await readStream(poland, cursor, count);
      ids.push(...part.ids);
      cursor = part.cursor;
    }
    return { ids, cursor };
  })();
  await Promise.all(writers);
  const streamed = await streaming;
  const rest = await readStream(poland, streamed.cursor, written.length - streamed.ids.length);

  const all = [...streamed.ids, ...rest.ids];
  expect(all.length).toBe(written.length);
  expect([...all].sort()).toEqual([...written].sort());
  for (const limit of [1, 7, 10_000]) expect((await readAll(poland, limit, end)).ids).toEqual(all);
});

test('an event arrives live, and a quiet reader learns where the log stands', async () => {
  const response = await provider.get('/api/stream');
  const stream = messages(response);
  const head = (await stream.next()).value;
  expect(head).toMatchObject({ event: 'head' });
  expect(JSON.parse(head!.data)).toEqual({ cursor: head!.id });
  const [id] = await server.publish([provider], source, [{ address: '192.0.2.77', family: 'example-bot' }]);
  let message = (await stream.next()).value;
  while (message?.event === 'head') message = (await stream.next()).value;
  expect(JSON.parse(message!.data)).toMatchObject({
    id,
    address: '192.0.2.77',
    family: 'example-bot',
    why: [{ org: 'pl-access', rule: 'prefix', value: '192.0.2.0/24', decision: 'amber_concerned', allowed: true }],
  });
  await stream.return(undefined);
});

test('a source that hides itself has another name for every reader, and its addresses are taken out of what it gave', async () => {
  const hidden = await server.makeSource('honeypot-7', operator, { ownAddresses: ['198.51.100.0/24'] });
  const shown = await server.makeSource('open-sensor', operator, { showName: true, showAddresses: true });
  const given = { sensor: 'HoneyPot-7.example.org', note: 'seen at 198.51.100.9:80', dst: '203.0.113.1', kept: 'x' };
  const event = { address: '192.0.2.5', dstAddress: '203.0.113.1', given };
  const ends = await Promise.all(
    [poland, estonia].map(async (org) => (await org.get('/api/events?after=now')).headers.get('tocsin-cursor')!),
  );
  await server.publish([poland, estonia], hidden, [event]);
  await server.publish([poland, estonia], shown, [event]);
  const [pl, ee] = await Promise.all(
    [poland, estonia].map(async (org, n) => ndjson(await org.get(`/api/events?after=${ends[n]!}`))),
  );
  expect(pl![0]!.source).toMatch(/^source-[0-9a-f]{10}$/);
  expect(pl![0]!.source).not.toBe(ee![0]!.source);
  expect(pl![0]!.destination.address).toBeNull();
  expect(pl![0]!.given).toEqual({ sensor: '(hidden)', note: '(hidden)', dst: '(hidden)', kept: 'x' });
  expect(pl![1]).toMatchObject({ source: 'open-sensor', destination: { address: '203.0.113.1' }, given });

  const all = await ndjson(await operator.get(`/api/events?after=${ends[0]!}`));
  expect(all.map((each) => [each.source, each.given])).toEqual([
    ['honeypot-7', given],
    ['open-sensor', given],
  ]);
});

test('CSV has one header, and no cell that a spreadsheet would run', async () => {
  const end = (await estonia.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  await server.publish([estonia], source, [{ address: '192.0.2.9', domain: '=cmd|x' }]);
  const response = await estonia.get(`/api/events?after=${end}`, { accept: 'text/csv' });
  expect(response.headers.get('content-type')).toContain('text/csv');
  const lines = (await response.text()).split('\r\n');
  expect(lines[0]).toMatch(/^id,time,class,/);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(`,'=cmd|x,`);
});

test('cursors that were made up, or are of another log, are refused', async () => {
  expect(await (await poland.get('/api/events?after=abc')).json()).toMatchObject({ code: 'invalid_cursor' });
  const { formatCursor } = await import('../../src/sharing/index.ts');
  const gone = await poland.get(`/api/stream?after=${formatCursor({ epoch: 9, seq: 0 })}`);
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ code: 'gone_cursor', resync: '/api/events' });
});

test('a token that is revoked ends its stream', async () => {
  const guest = await server.makeOrg('guest', 'partner');
  const stream = messages(await guest.get('/api/stream'));
  expect((await stream.next()).value).toMatchObject({ event: 'head' });
  await server.ownerPool.query('update token set revoked_at = now() where org = $1', [guest.id]);
  for await (const message of stream) expect(message.event).toBe('head');
  expect((await guest.get('/api/events')).status).toBe(401);
});

test('a suspended org gets nothing, and misses nothing once it is back', async () => {
  const cursor = (await estonia.get('/api/events?after=now')).headers.get('tocsin-cursor')!;
  const suspend = (enrolment: string) =>
    server.ownerPool.query('update org set enrolment = $2 where id = $1', [estonia.id, enrolment]);
  await suspend('suspended');
  const ids = await server.publish([estonia], source, [{ address: '192.0.2.3' }]);
  expect([401, 403]).toContain((await estonia.get(`/api/events?after=${cursor}`)).status);
  expect([401, 403]).toContain((await estonia.get(`/api/stream?after=${cursor}`)).status);
  await suspend('enrolled');
  await expect
    .poll(async () => (await estonia.get(`/api/events?after=${cursor}`)).status, { timeout: 20_000 })
    .toBe(200);
  expect((await readAll(estonia, 100, cursor)).ids).toEqual(ids);
});

const json = async <T>(response: Promise<Response>) => (await (await response).json()) as T;
const search = (org: TestOrg, query: string) => json<EventPage>(org.get(`/api/events/search?${query}`));

test('an org finds its own events and no others, by whatever way it asks', async () => {
  const lithuania = await server.makeOrg('csirt-lt', 'government', 'LT');
  const latvia = await server.makeOrg('csirt-lv', 'government', 'LV');
  const time = '2026-02-03T04:05:06Z';
  const event = {
    time,
    family: 'Secret Bot',
    address: '203.0.113.9',
    asn: 64500,
    country: 'LT',
    domain: 'a.example.org',
  };
  const [own] = await server.publish([lithuania], source, [event]);
  const [hers] = await server.publish([latvia], source, [{ ...event, country: 'LV' }]);
  const [nobodys] = await server.publish([], source, [{ ...event, country: undefined as never, family: 'Stray' }]);

  const queries = [
    '',
    'family=secret bot',
    'q=Secret Bot',
    'q=203.0.113.0/24',
    'q=AS64500',
    'q=example.org',
    'address=203.0.113.9',
    'class=infected-system',
    'from=2026-02-03T00:00:00Z&to=2026-02-04T00:00:00Z',
    'from=2026-02-03T04:05:00Z&to=2026-02-03T04:06:00Z',
    'unrouted=true',
  ];
  for (const query of queries) {
    const page = await search(lithuania, query);
    expect({ query, ids: page.events.map((each) => each.id), total: page.total }).toEqual({
      query,
      ids: [own],
      total: 1,
    });
    expect(page.facets.country).toEqual([{ value: 'LT', label: 'Nation LT', count: 1 }]);
    expect(page.facets.family!.map(({ value }) => value)).toEqual(['Secret Bot']);
  }
  for (const query of [
    'country=LV',
    'family=stray',
    'family=nothing',
    'port=80',
    'source=sinkhole',
    'from=2026-02-04T00:00:00Z',
  ]) {
    expect(await search(lithuania, query)).toMatchObject({ events: [], total: 0 });
  }
  expect((await search(operator, 'q=203.0.113.9')).events.map(({ id }) => id).sort()).toEqual(
    [own, hers, nobodys].sort(),
  );
  expect((await search(operator, 'unrouted=true')).events.map(({ id }) => id)).toEqual([nobodys]);
  expect((await search(operator, 'unrouted=true&q=203.0.113.9')).total).toBe(1);

  // The pseudonym that it is shown is one that it can search by.
  const shown = (await search(lithuania, '')).events[0]!.source;
  expect((await search(lithuania, `source=${shown}`)).total).toBe(1);

  const why = (org: TestOrg, id: string) => org.get(`/api/events/2026-02-03/${id}/why`);
  expect(await json(why(lithuania, own!))).toEqual([
    {
      org: 'csirt-lt',
      orgName: 'Org csirt-lt',
      rule: 'prefix',
      value: '192.0.2.0/24',
      decision: 'amber_concerned',
      allowed: true,
    },
  ]);
  expect((await why(lithuania, hers!)).status).toBe(404);
  expect((await why(lithuania, nobodys!)).status).toBe(404);
  expect((await why(operator, hers!)).status).toBe(200);
});

test('pages of a search join up, for a member and for the operator', async () => {
  const malta = await server.makeOrg('csirt-mt', 'government', 'MT');
  const ids: string[] = [];
  for (const day of ['04', '02', '03']) {
    const times = Array.from({ length: 7 }, (_, n) => `2026-03-${day}T0${n}:00:00Z`);
    ids.push(
      ...(await server.publish(
        [malta],
        source,
        times.map((time) => ({ time, country: 'MT', address: '192.0.2.1' })),
      )),
    );
    ids.push(
      ...(await server.publish(
        [malta, poland],
        source,
        times.map((time) => ({ time, country: 'MT', address: '192.0.2.2' })),
      )),
    );
  }
  for (const [org, query] of [
    [malta, ''],
    [operator, 'country=MT'],
    [malta, 'address=192.0.2.0/30'],
    [operator, 'from=2026-03-02T00:00:00Z&to=2026-03-05T00:00:00Z'],
  ] as const) {
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: EventPage = await search(org, `${query}&limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.total).toBe(42);
      found.push(...page.events.map(({ id }) => id));
      cursor = page.next;
    }
    expect(found).toHaveLength(42);
    expect([...found].sort()).toEqual([...ids].sort());
  }
  expect((await malta.get('/api/events/search?cursor=abc')).status).toBe(400);
});

test('episodes and hosts: totals apart, others unseen, neighbours at the same address', async () => {
  const iceland = await server.makeOrg('csirt-is', 'government', 'IS');
  const at = (hour: number) => `2026-04-01T0${hour}:30:00Z`;
  const seen = { address: '198.18.7.7', country: 'IS', asn: 64501 };
  await server.publish([iceland], source, [
    { ...seen, time: at(1), family: 'Bot A' },
    { ...seen, time: at(2), family: 'Bot A' },
    { ...seen, time: at(3), family: 'Bot B' },
  ]);
  await server.publish([estonia], source, [{ ...seen, time: at(4), family: 'Bot C' }]);

  const page = await json<EpisodePage>(iceland.get('/api/episodes?q=198.18.7.0/24&state=open'));
  expect(page).toMatchObject({ total: 2, hosts: 2, events: 3, next: null });
  expect(page.episodes.map(({ family, number, events, state }) => [family, number, events, state]).sort()).toEqual([
    ['Bot A', 1, 2, 'opened'],
    ['Bot B', 1, 1, 'opened'],
  ]);
  expect(page.facets.asn).toEqual([{ value: '64501', label: 'AS64501', count: 2 }]);
  expect(await json(iceland.get('/api/episodes?state=cleaned'))).toMatchObject({ total: 0, episodes: [] });
  expect(await json(iceland.get('/api/episodes?country=EE'))).toMatchObject({ total: 0, hosts: 0, events: 0 });
  expect((await iceland.get('/api/episodes?state=lost')).status).toBe(400);

  const first = await json<EpisodePage>(iceland.get('/api/episodes?limit=1'));
  const second = await json<EpisodePage>(iceland.get(`/api/episodes?limit=1&cursor=${first.next!}`));
  expect([first.episodes[0]!.family, second.episodes[0]!.family, second.next].sort()).toEqual(
    ['Bot A', 'Bot B', null].sort(),
  );

  const csv = await iceland.get('/api/episodes?format=csv');
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(3);

  const id = page.episodes.find(({ family }) => family === 'Bot A')!.host;
  const host = await json<HostDetail>(iceland.get(`/api/hosts/${id}`));
  expect(host).toMatchObject({
    address: '198.18.7.7',
    family: 'Bot A',
    events: 2,
    firstSeen: '2026-04-01T01:30:00.000Z',
    lastSeen: '2026-04-01T02:30:00.000Z',
  });
  expect(host.latest.map(({ time }) => time)).toEqual(['2026-04-01T02:30:00.000Z', '2026-04-01T01:30:00.000Z']);
  expect(host.alsoHere.map(({ family }) => family)).toEqual(['Bot B']);
  expect(host.why).toHaveLength(1);
  expect((await estonia.get(`/api/hosts/${id}`)).status).toBe(404);
  const seenByOperator = await json<HostDetail>(operator.get(`/api/hosts/${id}`));
  expect(seenByOperator.alsoHere.map(({ family }) => family).sort()).toEqual(['Bot B', 'Bot C']);
});

test('overviews count the same things the same way, for the nation that they concern', async () => {
  const norway = await server.makeOrg('csirt-no', 'government', 'NO');
  const hour = 3_600_000;
  const now = Math.floor(Date.now() / hour) * hour + 1;
  const at = (hoursAgo: number) => new Date(now - hoursAgo * hour).toISOString();
  const event = { country: 'NO', asn: 64502, class: 'c2-server', family: 'Fjord Bot' };
  const past = [24, 48, 72, 96, 120, 144, 168, 192].map((hoursAgo, n) => ({
    ...event,
    time: at(hoursAgo),
    address: `198.18.9.${n}`,
  }));
  const today = Array.from({ length: 30 }, (_, n) => ({ ...event, time: at(0), address: `198.18.8.${n}` }));
  await server.publish([norway], source, past);
  await server.publish([norway], source, today);
  await server.publish([], source, [{ time: at(0), address: '198.18.250.1' }]);

  const mine = await json<NationOverview>(norway.get('/api/overview/nation'));
  expect(mine).toMatchObject({
    nation: { code: 'NO', name: 'Nation NO' },
    org: { handle: 'csirt-no', kind: 'government' },
    eventsLastDay: 30,
    eventsLastHour: 30,
    usualPerHour: 1,
    openEpisodes: 38,
    openHosts: 38,
    openedLastDay: 30,
    returnedLastDay: 0,
    verdict: { level: 'high' },
    providers: [{ asn: 64502, openEpisodes: 38, openHosts: 38, events: 38 }],
    families: [{ family: 'Fjord Bot', class: 'c2-server', openEpisodes: 38, events: 38 }],
    contact: null,
  });
  expect(mine.ranked[0]).toMatchObject({ family: 'Fjord Bot', eventsLastDay: 30, usualPerDay: 1, newEpisodes: 30 });
  expect(mine.trend.map(({ events }) => events).reduce((a, b) => a + b)).toBe(30);
  expect((await norway.get(`/api/events?after=${mine.cursor}`)).headers.get('tocsin-more')).toBe('false');
  expect((await norway.get('/api/overview/nation?nation=EE')).status).toBe(403);
  expect((await norway.get('/api/overview')).status).toBe(403);

  const theirs = await json<NationOverview>(operator.get('/api/overview/nation?nation=NO'));
  for (const figure of ['eventsLastDay', 'eventsLastHour', 'openEpisodes', 'usualPerHour'] as const)
    expect(theirs[figure]).toBe(mine[figure]);
  const programme = await json<ProgrammeOverview>(operator.get('/api/overview'));
  expect(programme.nations.find(({ code }) => code === 'NO')).toMatchObject({
    eventsLastDay: 30,
    eventsLastHour: 30,
    openEpisodes: 38,
    teams: 1,
  });
  expect(programme.families).toContainEqual({
    family: 'Fjord Bot',
    class: 'c2-server',
    eventsLastDay: 30,
    openEpisodes: 38,
  });
  expect(programme.unroutedLastDay).toBe(1);
  expect(programme.eventsLastDay).toBe(programme.trend.reduce((sum, { events }) => sum + events, 0));
  expect(programme.sources.map(({ handle }) => handle)).toContain('sinkhole');
});

test('a reader that does not read costs no memory, holds nobody up, and misses nothing', async () => {
  const slow = await server.makeOrg('slow', 'isp');
  const quick = await server.makeOrg('quick', 'isp');
  const accepted: Socket[] = [];
  server.app.server.on('connection', (socket: Socket) => accepted.push(socket));
  const { hostname, port } = new URL(server.url);
  const client = connect(Number(port), hostname);
  client.write(`GET /api/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${slow.token}\r\n\r\n`);
  let text = '';
  client.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await expect.poll(() => text).toContain('event: head');
  client.pause();

  const reading = messages(await quick.get('/api/stream'));
  const padding = 'x'.repeat(8000);
  const total = 6000;
  let arrived = 0;
  for (let n = 0; n < total; n += 1500) {
    await server.publish(
      [slow, quick],
      source,
      Array.from({ length: 1500 }, () => ({ address: '192.0.2.44', given: { padding } })),
    );
    while (arrived < n + 1500) if ((await reading.next()).value?.event === 'event') arrived++;
  }
  await reading.return(undefined);
  // 48 MB went to the quick reader; of the slow one's, only a page or two wait in this process.
  expect(Math.max(...accepted.map((socket) => socket.writableLength))).toBeLessThan(12_000_000);

  client.resume();
  await expect.poll(() => text.match(/^event: event$/gm)?.length, { timeout: 30_000, interval: 200 }).toBe(total);
  client.destroy();
});
