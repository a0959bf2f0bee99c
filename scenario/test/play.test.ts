import { routes, type EventOut, type Receipt, type Scope } from '@tocsin/api';
import { createClient } from '@tocsin/api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServerProcess, type ServerProcess } from '../../server/bench/server-process.ts';
import { play, storySources, type Chunk } from '../src/index.ts';
import type { Progress } from '../src/player/progress.ts';
import { intelligenceOf } from '../src/story/intelligence.ts';
import { storyNetworks } from '../src/story/networks.ts';

let server: ServerProcess;
const sent: { chunk: Chunk; receipt: Receipt }[] = [];
const progress: Progress[] = [];

const playOnce = (signal = new AbortController().signal): Promise<void> =>
  play({
    client: server.client,
    report: (line) => progress.push(line),
    signal,
    speed: 'full',
    until: 'campaign',
    seed: 'tocsin',
    scale: 0.03,
    onSent: (chunk, receipt) => sent.push({ chunk, receipt }),
  });

beforeAll(async () => {
  server = await startServerProcess();
  await playOnce();
});
afterAll(() => server.remove());

const total = (count: (each: { chunk: Chunk; receipt: Receipt }) => number): number =>
  sent.reduce((sum, each) => sum + count(each), 0);

test('every receipt reconciles with what was sent', () => {
  expect(sent.length).toBeGreaterThan(100);
  for (const { chunk, receipt } of sent) {
    const { records, accepted, duplicate, filtered, quarantined } = receipt;
    expect({
      name: chunk.name,
      source: chunk.source,
      records,
      filtered,
      quarantined,
      taken: accepted + duplicate,
    }).toEqual({
      name: chunk.name,
      source: chunk.source,
      records: chunk.observations.length + chunk.malformed,
      filtered: chunk.filtered,
      quarantined: chunk.malformed,
      taken: chunk.observations.length - chunk.filtered,
    });
  }
  expect(total(({ receipt }) => receipt.accepted)).toBeGreaterThan(5000);
  expect(total(({ receipt }) => receipt.filtered)).toBeGreaterThan(0);
  expect(total(({ receipt }) => receipt.quarantined)).toBeGreaterThan(10);
});

test('the programme shows it: nations, the campaign, an alarm, a quarantine', async () => {
  const overview = await server.client.call(routes.programmeOverview);
  expect(overview.nations).toHaveLength(44);
  expect(overview.families[0]?.family).toBe('brassbell stealer');
  expect(overview.unroutedLastDay).toBeGreaterThan(0);
  expect(overview.alarms.map(({ source, kind }) => [source, kind])).toEqual([['daily-bots', 'drift']]);
  expect(overview.quarantineHeld).toBe(total(({ chunk }) => chunk.malformed));
  const poland = await server.client.call(routes.nationOverview, { query: { nation: 'PL' } });
  expect(poland.contact?.name).toBe('Ursula Peal');
});

test('all personas have their organisations', async () => {
  const personas = await server.client.call(routes.personas);
  expect(personas.map(({ org }) => org)).toEqual(
    expect.arrayContaining([
      'operator',
      'csirt-pl',
      'csirt-ee',
      'csirt-de',
      'csirt-ua',
      'csirt-md',
      'csirt-al',
      'pl-access',
      'de-mobile',
      'police-eu',
      'partner-research',
    ]),
  );
  expect(personas).toHaveLength(12);
});

/** Everything that an org can read, from the beginning of the log. */
async function eventsOf(org: string): Promise<EventOut[]> {
  const scopes: Scope[] = ['events:read'];
  const { secret } = await server.client.call(routes.createToken, { body: { org, name: 'test', scopes } });
  const reader = createClient({ baseUrl: server.url, token: secret });
  const events: EventOut[] = [];
  for (let after = ''; ;) {
    const answer = await reader.send(routes.events, { query: { after, limit: 5000 } });
    const lines = (await answer.text()).split('\n').filter((line) => line !== '');
    events.push(...lines.map((line) => JSON.parse(line) as EventOut));
    after = answer.headers.get('tocsin-cursor') ?? '';
    if (answer.headers.get('tocsin-more') !== 'true') return events;
  }
}

/** What the story tells of whom, to the second: some feeds know no finer time. */
type Told = Chunk['observations'][number];
const keyOf = (source: string, time: number, address: string, domain: string): string =>
  [source, Math.floor(time / 1000), address, domain].join(' ');
const toldOf = (concerns: (told: Told, source: (typeof storySources)[number]) => boolean): string[] =>
  sent
    .flatMap(({ chunk }) => {
      const source = storySources.find(({ handle }) => handle === chunk.source)!;
      return chunk.observations
        .filter((told) => concerns(told, source))
        .map((told) => keyOf(source.showName === true ? source.name! : '', told.time, told.address, told.domain));
    })
    .sort();
const readOf = (events: readonly EventOut[]): string[] => {
  const names = new Map(
    storySources.map(({ handle, name, showName }) => [handle as string, showName === true ? name! : '']),
  );
  return events
    .map(({ source, time, address, domain }) =>
      keyOf(names.get(source) ?? '', Date.parse(time), address ?? '', domain ?? ''),
    )
    .sort();
};

test('an officer in Poland gets exactly what the story sent there', async () => {
  const told = toldOf(({ nation }, { distribution }) => nation === 'PL' && distribution === 'concerned');
  expect(told.length).toBeGreaterThan(200);
  expect(readOf(await eventsOf('csirt-pl'))).toEqual(told);
});

test('a provider gets what happened in its networks', async () => {
  const { asn } = storyNetworks.find(({ provider }) => provider === 'pl-access')!;
  const told = toldOf(
    ({ asn: of, domain }, { distribution }) => of === asn && domain === '' && distribution === 'concerned',
  );
  expect(told.length).toBeGreaterThan(50);
  expect(readOf(await eventsOf('pl-access'))).toEqual(told);
});

test('the police get what names them or is open to all, and a suspended team nothing', async () => {
  // GREEN and CLEAR go to everybody enrolled whom they concern.
  const told = toldOf(
    ({ nation, address }, { recipients = [], tlp }) =>
      nation !== '' && address !== '' && (recipients.includes('police-eu') || tlp === 'green' || tlp === 'clear'),
  );
  expect(readOf(await eventsOf('police-eu'))).toEqual(told);
  await expect(eventsOf('govcsirt-sk')).rejects.toThrow();
});

/** The ids of objects that an org has, released by the programme. */
async function objectsOf(org: string): Promise<string[]> {
  const { secret } = await server.client.call(routes.createToken, {
    body: { org, name: 'objects', scopes: ['objects:read'] },
  });
  const reader = createClient({ baseUrl: server.url, token: secret });
  const { objects, next } = await reader.call(routes.objects, { query: { limit: 1000 } });
  expect(next).toBeNull();
  return objects.map(({ id }) => id).sort();
}

test('what is shared reaches whom its TLP allows, the late member too; what was withdrawn nobody', async () => {
  const { releases, mistaken } = intelligenceOf(0);
  const idsOf = (...levels: string[]) =>
    releases
      .filter(({ level }) => levels.includes(level))
      .flatMap(({ objects }) => objects.map(({ id }) => id))
      .filter((id) => id !== mistaken)
      .sort();
  const open = idsOf('clear', 'green');
  // Who joins late gets it as the audiences are kept.
  await vi.waitFor(async () => expect(await objectsOf('csirt-li')).toEqual(open), { timeout: 30_000 });
  expect(await objectsOf('csirt-pt')).toEqual(open);
  expect(await objectsOf('csirt-ro')).toEqual(idsOf('clear', 'green', 'amber+strict'));
  expect(await objectsOf('csirt-pl')).toEqual(idsOf('clear', 'green', 'amber', 'amber+strict'));
  const red = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona: 'pl-duty' }),
  });
  const cookie = red.headers
    .getSetCookie()
    .map((line) => line.slice(0, line.indexOf(';')))
    .join('; ');
  const notices = await fetch(`${server.url}/api/notices`, { headers: { cookie } });
  expect(await notices.json()).toHaveLength(1);
});

test('a second run finds what is there, and sends nothing', async () => {
  const files = sent.length;
  progress.length = 0;
  await playOnce();
  expect(sent.length).toBe(files);
  expect(progress.filter(({ state }) => state !== 'begun')).toEqual(
    ['registry', 'week', 'sharing', 'campaign'].map((stage) => ({ stage, state: 'found' })),
  );
});
