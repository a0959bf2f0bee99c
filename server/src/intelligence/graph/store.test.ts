import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberViewer, type AudienceOrg } from '#sharing/index.ts';
import { readBook } from '#sharing/store.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addOrgs, idOf, marked, object } from '../../../test/objects.ts';
import { storeObjects } from '../store.ts';
import { readHeld } from '../reader/store.ts';
import { readGraph, type GraphQuery } from './store.ts';

let database: TestDatabase;
let orgs: Record<string, number>;
const now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  orgs = await addOrgs(
    database,
    ['operator', 'nation', 'foreign'].map((handle) => ({ handle: `the-${handle}`, kind: 'partner' })),
  );
});
afterAll(() => database.close());

type Made = ReturnType<typeof object>;
const [named, all] = [marked('amber+strict'), marked('green')];
const store = (objects: Made[], to: string[] = []) =>
  storeObjects(
    database.db,
    { objects, terms: { owner: orgs['the-operator']!, orgs: to.map((name) => orgs[name]!) }, by: 't' },
    now,
  );
const thing = (type: string, marking: object, change: object = {}) =>
  object({ type, name: type, ...marking, ...change });
const relation = (from: Made, type: string, to: Made, marking: object) =>
  object({ type: 'relationship', relationship_type: type, source_ref: idOf(from), target_ref: idOf(to), ...marking });

async function graphOf(reader: string, id: string, query: Partial<GraphQuery> = {}) {
  const org = orgs[reader]!;
  const book = await readBook(database.db, now);
  const viewer = memberViewer(book.orgs.find((each) => each.id === org) as AudienceOrg);
  return database.db.asOrg(org, async (tx) => {
    const held = (await readHeld(tx, viewer, [id], now)).get(id);
    if (held === undefined) return undefined;
    const asked = { id, depth: 1, direction: 'both' as const, limit: 100, ...query };
    const graph = await readGraph(tx, viewer, { value: held.value, own: false }, asked, now);
    return {
      nodes: graph.nodes.map(({ id, hops }) => [id, hops] as const),
      edges: graph.edges.map(({ from, label, to, kind }) => [from, label, to, kind]),
      more: graph.more,
    };
  });
}

test('relationships, references and sightings are edges; those to what the reader has not do not show, nor are they counted', async () => {
  const [actor, tool, secret] = [thing('intrusion-set', all), thing('malware', all), thing('tool', named)];
  const uses = relation(actor, 'uses', tool, all);
  const [hidden, towards] = [relation(actor, 'targets', tool, named), relation(actor, 'uses', secret, all)];
  const report = thing('report', all, { object_refs: [idOf(actor)], published: '2026-01-01T00:00:00Z' });
  const sighting = object({ type: 'sighting', sighting_of_ref: idOf(actor), count: 3, ...all });
  await store([actor, tool, secret, uses, hidden, towards, report, sighting], ['the-nation']);
  const open = [
    [idOf(actor), 'uses', idOf(tool), 'relationship'],
    [idOf(report), 'object_refs', idOf(actor), 'reference'],
    [idOf(sighting), 'sighting_of_ref', idOf(actor), 'sighting'],
  ];
  const foreign = await graphOf('the-foreign', idOf(actor));
  expect(foreign?.edges.toSorted()).toEqual(open.toSorted());
  expect(foreign?.nodes.map(([id]) => id).toSorted()).toEqual([actor, tool, report, sighting].map(idOf).toSorted());
  expect(foreign?.more).toBe(false);
  const nation = await graphOf('the-nation', idOf(actor));
  expect(nation?.edges.toSorted()).toEqual(
    [
      ...open,
      [idOf(actor), 'targets', idOf(tool), 'relationship'],
      [idOf(actor), 'uses', idOf(secret), 'relationship'],
    ].toSorted(),
  );
  expect(await graphOf('the-foreign', idOf(secret))).toBeUndefined();
  // Of its surroundings, not of the relationship as such, where it is what is asked about.
  expect((await graphOf('the-foreign', idOf(uses)))?.edges).toHaveLength(2);
});

test('a part that is marked more strictly than the reader may see makes no edge', async () => {
  const subject = thing('malware', all);
  const strict = named.object_marking_refs[0];
  const report = thing('report', all, {
    object_refs: [idOf(subject)],
    published: '2026-01-01T00:00:00Z',
    x_also_refs: [idOf(subject)],
    granular_markings: [{ marking_ref: strict, selectors: ['x_also_refs'] }],
  });
  await store([subject, report], ['the-nation']);
  const labels = async (reader: string) =>
    (await graphOf(reader, idOf(subject)))?.edges.map(([, label]) => label).sort();
  expect(await labels('the-operator')).toEqual(['object_refs', 'x_also_refs']);
  expect(await labels('the-foreign')).toEqual(['object_refs']);
});

test('distance, direction, types and the number of objects bound what comes', async () => {
  const chain = ['campaign', 'intrusion-set', 'malware', 'tool'].map((type) => thing(type, all));
  const [campaign, actor, malware, tool] = chain as [Made, Made, Made, Made];
  await store([
    ...chain,
    relation(campaign, 'attributed-to', actor, all),
    relation(actor, 'uses', malware, all),
    relation(malware, 'uses', tool, all),
  ]);
  const names = async (query: Partial<GraphQuery>) =>
    (await graphOf('the-foreign', idOf(actor), query))?.nodes
      .map(([id, hops]) => `${id.split('--')[0]} ${hops}`)
      .sort();
  expect(await names({})).toEqual(['campaign 1', 'intrusion-set 0', 'malware 1']);
  expect(await names({ depth: 2 })).toEqual(['campaign 1', 'intrusion-set 0', 'malware 1', 'tool 2']);
  expect(await names({ direction: 'out' })).toEqual(['intrusion-set 0', 'malware 1']);
  expect(await names({ direction: 'in' })).toEqual(['campaign 1', 'intrusion-set 0']);
  expect(await names({ types: ['campaign'] })).toEqual(['campaign 1', 'intrusion-set 0']);
  const few = await graphOf('the-foreign', idOf(actor), { limit: 2 });
  expect(few?.nodes).toHaveLength(2);
  expect(few?.more).toBe(true);
});

test('of a new version the last counts: what it names no more is no neighbour', async () => {
  const [one, other] = [thing('malware', all), thing('malware', all)];
  const report = (modified: string, refs: Made[], id?: string) =>
    thing('report', all, {
      ...(id !== undefined && { id }),
      modified,
      published: '2026-01-01T00:00:00Z',
      object_refs: refs.map(idOf),
    });
  const first = report('2026-01-01T00:00:00.000Z', [one, other]);
  await store([one, other, first]);
  expect((await graphOf('the-foreign', idOf(one)))?.edges).toHaveLength(1);
  await store([report('2026-01-02T00:00:00.000Z', [other], idOf(first))]);
  expect((await graphOf('the-foreign', idOf(one)))?.edges).toEqual([]);
});
