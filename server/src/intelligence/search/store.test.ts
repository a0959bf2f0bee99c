import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ObjectSearch } from '@tocsin/api';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addOrgs, idOf, marked, object } from '../../../test/objects.ts';
import { testClock } from '../../kernel/clock.ts';
import { memberViewer, type AudienceOrg } from '../../sharing/audience-of-object.ts';
import { readBook } from '../../sharing/store.ts';
import { putOverlay } from '../overlays/store.ts';
import { releaseObjects, storeObjects, withdrawObjects } from '../store.ts';
import { indexObjects } from './indexing/jobs.ts';
import { searchObjects } from './store.ts';

const clock = testClock('2026-01-10T12:00:00Z');
let database: TestDatabase;
let orgs: Record<string, number>;
let [owner, reader, stranger] = [0, 0, 0];

beforeAll(async () => {
  database = await testDatabase();
  orgs = await addOrgs(database, [{ handle: 'owner' }, { handle: 'reader' }, { handle: 'stranger' }]);
  [owner, reader, stranger] = [orgs['owner']!, orgs['reader']!, orgs['stranger']!];
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.ownerPool.query(
    'truncate object, object_version, object_reference, object_search, object_value, object_search_due, collection_entry, overlay',
  );
});

const store = async (objects: ReturnType<typeof object>[], to: number[] = [reader], draft = false) => {
  await storeObjects(database.db, { objects, terms: { owner, orgs: to }, by: 'test', draft }, clock.now());
  await indexObjects({ db: database.db, clock });
};
const search = async (org: number, filter: ObjectSearch) => {
  const { orgs: all } = await readBook(database.db, clock.now());
  const viewer = memberViewer(all.find(({ id }) => id === org) as AudienceOrg);
  return database.db.asOrg(org, (tx) => searchObjects(tx, viewer, filter, clock.now()));
};
const ids = async (filter: ObjectSearch, org = reader) => (await search(org, filter)).entries.map(({ id }) => id);
const strict = marked('amber+strict');

describe('words', () => {
  const apt = object({
    ...strict,
    type: 'intrusion-set',
    name: 'Cozy Otter',
    aliases: ['OTTER-29'],
    description: 'Steals mail of ministries',
  });
  const c2 = object({
    ...strict,
    name: 'Command server',
    pattern: "[domain-name:value = 'c2.evil.example.org'] OR [ipv4-addr:value = '192.0.2.7']",
  });
  const phish = object({
    ...strict,
    name: 'Phishing page',
    pattern: "[url:value = 'https://login.example.net/Mail?q=1']",
  });
  beforeEach(() => store([apt, c2, phish]));

  test.each<[string, string, () => object[]]>([
    ['a word of a name, whatever its case', 'COZY', () => [apt]],
    ['an alias', 'otter-29', () => [apt]],
    ['a word of a description', 'ministries', () => [apt]],
    ['words that are not all there', 'cozy server', () => []],
    ['a beginning', 'minist*', () => [apt]],
    ['a value', 'c2.evil.example.org', () => [c2]],
    ['a value, defanged', 'c2[.]evil[.]example[.]org', () => [c2]],
    ['a name above it', 'example.org', () => [c2]],
    ['names below', '*.evil.example.org', () => [c2]],
    ['an address', '192.0.2[.]7', () => [c2]],
    ['a URL, defanged', 'hxxps://login[.]example[.]net/Mail?q=1', () => [phish]],
    ['its host', 'login.example.net', () => [phish]],
    ['a word that must not be there', 'example.net -phishing', () => []],
    ['nothing that stands there', 'giraffe', () => []],
    ['quotes and operators of queries', `'&|!:<-> \\ "`, () => []],
  ])('%s', async (_, q, found) => expect(await ids({ q })).toEqual((found() as (typeof apt)[]).map(idOf)));

  test('an identifier is itself', async () => expect(await ids({ q: idOf(phish) })).toEqual([idOf(phish)]));

  test('a star in the middle is refused, with the reason', async () =>
    expect(search(reader, { q: 'ev*l.org' })).rejects.toThrow('a star stands at the end of a word'));

  test('relevance: what is named so before what merely tells of it', async () => {
    const told = object({ ...strict, type: 'campaign', name: 'Spring', description: 'By cozy otter' });
    await store([told]);
    expect(await ids({ q: 'cozy otter', sort: 'relevance' })).toEqual([idOf(apt), idOf(told)]);
    expect(await ids({ q: 'cozy otter' })).toEqual([idOf(told), idOf(apt)]);
  });
});

test('facets count what one may have alone, each without its own filter', async () => {
  const [a, b, secret] = [
    object({
      ...strict,
      labels: ['ransom'],
      external_references: [{ source_name: 'mitre-attack', external_id: 'T1059.001' }],
    }),
    object({ ...strict, type: 'threat-actor', name: 'Otter', labels: ['ransom', 'spy'] }),
    object({ ...strict, labels: ['spy'], name: 'Only for the stranger' }),
  ];
  await store([a, b]);
  await store([secret], [stranger]);
  const { total, totalIs, facets } = await search(reader, { type: 'indicator', label: 'ransom' });
  expect({ total, totalIs }).toEqual({ total: 1, totalIs: 'exact' });
  expect(facets).toMatchObject({
    type: [
      { value: 'indicator', count: 1 },
      { value: 'threat-actor', count: 1 },
    ],
    label: [{ value: 'ransom', count: 1 }],
    technique: [{ value: 'T1059.001', label: 'T1059.001', count: 1 }],
    tlp: [{ value: 'amber+strict', count: 1 }],
    owner: [{ value: 'others', count: 1 }],
    actor: [],
  });
  expect(await ids({ actor: 'otter' })).toEqual([idOf(b)]);
  expect(await ids({ technique: 'T1059.001' })).toEqual([idOf(a)]);
  expect((await search(stranger, {})).total).toBe(1);
});

test('rights follow at once: a withdrawal and other terms need no index', async () => {
  const [one, two] = [object({ ...strict, name: 'one' }), object({ ...strict, name: 'two' })];
  await store([one, two]);
  await withdrawObjects(database.db, { owner, id: idOf(one), reason: 'mistake', by: 'test' }, clock.now());
  await releaseObjects(
    database.db,
    { terms: { owner, orgs: [stranger] }, ids: [idOf(two)], undoS: 0, by: 'test' },
    clock.now(),
  );
  expect(await ids({})).toEqual([]);
  expect(await ids({}, stranger)).toEqual([idOf(two)]);
  expect(await ids({}, owner)).toEqual([idOf(two)]);
});

test('of versions the last is found, and of drafts one’s own', async () => {
  const first = object({ ...strict, name: 'before' });
  const later = object({ ...strict, id: idOf(first), name: 'after', modified: '2026-01-02T00:00:00.000Z' });
  await store([first]);
  await store([later]);
  expect(await ids({ q: 'before' })).toEqual([]);
  expect((await search(reader, {})).total).toBe(1);
  const draft = object({ name: 'a plan' });
  await store([draft], [], true);
  expect(await ids({ q: 'plan' })).toEqual([]);
  expect(await ids({ state: 'draft' }, owner)).toEqual([idOf(draft)]);
});

test('parts that are marked more strictly are in nobody’s index', async () => {
  const parts = object({
    ...marked('amber'),
    name: 'Shown',
    description: 'hidden giraffe',
    granular_markings: [
      { marking_ref: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', selectors: ['description'] },
    ],
  });
  await store([parts]);
  expect(await ids({ q: 'shown' })).toEqual([idOf(parts)]);
  expect(await ids({ q: 'giraffe' })).toEqual([]);
});

test('tags and verdicts are one’s own', async () => {
  const made = object({ ...strict });
  await store([made]);
  await database.db.asOrg(reader, (tx) =>
    putOverlay(tx, idOf(made), { tags: ['to block'], verdict: 'malicious', score: 90 }, 'test', clock.now()),
  );
  expect(await ids({ tag: 'to block', verdict: 'malicious' })).toEqual([idOf(made)]);
  expect((await search(reader, {})).facets['tag']).toEqual([{ value: 'to block', label: 'to block', count: 1 }]);
  expect(await ids({ tag: 'to block' }, owner)).toEqual([]);
  expect((await search(owner, {})).facets['tag']).toEqual([]);
});

test('scores decay, and a sighting that one may see brings them back; another’s does not', async () => {
  const from = (days: number) => new Date(clock.now().getTime() - days * 86_400_000).toISOString();
  const address = { ...strict, pattern: "[ipv4-addr:value = '192.0.2.9']", confidence: 80 };
  const [old, fresh] = [object({ ...address, valid_from: from(15) }), object({ ...address, valid_from: from(3) })];
  await store([old, fresh], [reader, stranger]);
  const scores = async (org: number) =>
    (await search(org, { sort: 'score' })).entries.map(({ id, score }) => [id, Math.round(score ?? -1)]);
  // The lifetime of an address is 30 days, and it falls evenly.
  expect(await scores(reader)).toEqual([
    [idOf(fresh), 72],
    [idOf(old), 40],
  ]);
  expect(await ids({ score: 50 })).toEqual([idOf(fresh)]);
  await store([object({ ...strict, type: 'sighting', sighting_of_ref: idOf(old), modified: from(0) })], [stranger]);
  expect((await scores(stranger))[0]).toEqual([idOf(old), 80]);
  expect(await scores(reader)).toEqual([
    [idOf(fresh), 72],
    [idOf(old), 40],
  ]);
});

test('pages go on to the end, in every order', async () => {
  const made = Array.from({ length: 25 }, (_, n) => object({ ...strict, name: `otter ${n}`, confidence: n }));
  await store(made);
  for (const sort of ['newest', 'relevance', 'score'] as const) {
    const all: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await search(reader, { q: 'otter', sort, limit: 10, ...(cursor !== undefined && { cursor }) });
      all.push(...page.entries.map(({ id }) => id));
      expect(page.total).toBe(cursor === undefined ? 25 : null);
      cursor = page.next;
    }
    expect(new Set(all).size).toBe(25);
    expect(all).toHaveLength(25);
  }
  await expect(search(reader, { cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'invalid_cursor' });
});
