import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EpisodePage, EventPage, HostDetail, NationOverview, ProgrammeOverview } from '@tocsin/api';
import { deliveryServer, type DeliveryServer, type TestOrg } from '../delivery-server.ts';

let server: DeliveryServer;
let operator: TestOrg;
let poland: TestOrg;
let estonia: TestOrg;
let source: number;

beforeAll(async () => {
  server = await deliveryServer();
  operator = await server.makeOrg('operator', 'operator');
  poland = await server.makeOrg('csirt-pl', 'government', 'PL');
  estonia = await server.makeOrg('csirt-ee', 'government', 'EE');
  source = await server.makeSource('sinkhole', operator);
});
afterAll(() => server.close());

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
    const times: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: EventPage = await search(org, `${query}&limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.total).toBe(42);
      found.push(...page.events.map(({ id }) => id));
      times.push(...page.events.map(({ time }) => time));
      cursor = page.next;
    }
    expect(found).toHaveLength(42);
    expect(times).toEqual([...times].sort().reverse());
    expect([...found].sort()).toEqual([...ids].sort());
  }
  expect((await malta.get('/api/events/search?cursor=abc')).status).toBe(400);
});

test('one event is read by its id; what is not there and what one may not see are answered alike', async () => {
  const [id] = await server.publish([poland], source, [{ address: '203.0.113.44', time: '2026-02-11T00:00:00.000Z' }]);
  const [stray] = await server.publish([], source, [{ address: '203.0.113.45', time: '2026-02-11T23:59:59.999Z' }]);
  expect(await json(poland.get(`/api/events/${id}`))).toMatchObject({ id, address: '203.0.113.44' });
  expect((await operator.get(`/api/events/${stray}`)).status).toBe(200);
  const nobody = `${id!.slice(0, 24)}000000000000`;
  const answers = await Promise.all(
    [id, stray, nobody, 'ffffffff-ffff-8fff-bfff-ffffffffffff'].map(async (each) => {
      const response = await estonia.get(`/api/events/${each}`);
      const { instance: _, requestId: __, ...problem } = (await response.json()) as Record<string, unknown>;
      return { status: response.status, problem: JSON.stringify(problem).replaceAll(String(each), '') };
    }),
  );
  expect(answers[0]?.status).toBe(404);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect((await estonia.get('/api/events/1')).status).toBe(400);
});

test('an export has every event of its filter and no other, however many pages that are', async () => {
  const events = Array.from({ length: 2345 }, (_, n) => ({
    address: '203.0.113.50',
    family: 'Exported Bot',
    time: new Date(Date.UTC(2026, 1, 12, 10, 0, n % 50, n)).toISOString(),
    domain: n === 0 ? '=cmd.example.org' : `h${n}.example.org`,
  }));
  const ids = await server.publish([poland], source, events);
  await server.publish([estonia], source, [{ ...events[0]! }]);
  for (const org of [poland, operator]) {
    const response = await org.get('/api/events/export?family=exported%20bot');
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(response.headers.get('tocsin-limit')).toBe('1000000');
    const more = org === operator ? 1 : 0;
    expect(response.headers.get('tocsin-total')).toBe(String(ids.length + more));
    const [head, ...lines] = (await response.text()).trimEnd().split('\r\n');
    expect(head!.startsWith('id,time,')).toBe(true);
    expect(new Set(lines.map((line) => line.slice(0, 36))).size).toBe(ids.length + more);
    expect(lines.length).toBe(ids.length + more);
  }
  const own = await (await poland.get('/api/events/export?family=exported%20bot&domain=h7.example.org')).text();
  expect(own.trimEnd().split('\r\n').length).toBe(2);
  expect((await poland.get('/api/events/export?address=nonsense')).status).toBe(400);
});

test('sources and AS numbers are counted without a filter too: all, or the newest of many', async () => {
  const malta = await server.makeOrg('csirt-of-facets', 'government', 'MT');
  const shown = await server.makeSource('shown-sensor', operator, { showName: true });
  const event = { address: '203.0.113.60', time: '2026-02-13T10:00:00Z' };
  await server.publish([malta], source, [
    { ...event, asn: 64501 },
    { ...event, asn: 64501 },
    { ...event, asn: 64502 },
  ]);
  await server.publish([malta], shown, [event]);
  // What a source shows of itself is looked up again after a while: the first question may come too early.
  await search(malta, '');
  const page = await search(malta, '');
  expect(page.sampled).toBeNull();
  expect(page.facets.asn!.map(({ value, count }) => [value, count])).toEqual([['64501', 2], ['64502', 1]]); // prettier-ignore
  expect(page.facets.source!.map(({ count }) => count)).toEqual([3, 1]);
  expect(page.facets.source!.at(1)).toMatchObject({ value: 'shown-sensor' });
  expect(page.facets.source!.at(0)!.value).toMatch(/^source-/);
  // Choosing one of them narrows to as many.
  for (const { value, count } of page.facets.source!)
    expect((await search(malta, `source=${value}`)).total).toBe(count);
  await server.publish(
    [malta],
    shown,
    Array.from({ length: 10_001 }, () => event),
  );
  const many = await search(malta, '');
  expect([many.total, many.sampled]).toEqual([10_005, 10_000]);
  expect(many.facets.source!.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
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
  // Bot A went on after half past one, but only Bot B began then.
  expect(await json(iceland.get('/api/episodes?from=2026-04-01T02:00:00Z'))).toMatchObject({ total: 2 });
  expect(await json(iceland.get('/api/episodes?begunFrom=2026-04-01T02:00:00Z'))).toMatchObject({ total: 1 });
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
