import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberViewer, type AudienceOrg } from '#sharing/index.ts';
import { readBook } from '#sharing/store.ts';
import { testDatabase, type TestDatabase } from '../../../../test/database.ts';
import { addOrgs, idOf, listOf, marked, object } from '../../../../test/objects.ts';
import { readEntries, readObjectChanges, storeObjects, withdrawObjects } from '../../store.ts';

let database: TestDatabase;
let orgs: number[];
const now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  orgs = Object.values(
    await addOrgs(
      database,
      ['a', 'b', 'c', 'd'].map((name) => ({ handle: `org-${name}`, kind: 'partner' })),
    ),
  );
});
afterAll(() => database.close());

const viewerOf = async (org: number) => {
  const book = await readBook(database.db, now);
  return memberViewer(book.orgs.find(({ id }) => id === org) as AudienceOrg);
};
const store = (owner: number, objects: ReturnType<typeof object>[], to: number[] = []) =>
  storeObjects(database.db, { objects, terms: { owner, orgs: to }, by: 't' }, now);

test('a reader that walks the list while others write misses nothing and gets nothing twice', async () => {
  let writing = true;
  const given = new Map<number, string[]>(orgs.map((org) => [org, []]));
  const write = async (writer: number) => {
    const owner = orgs[writer % 2]!;
    for (let n = 0; n < 12; n++) {
      const to = orgs.filter((_, bit) => ((writer * 5 + n) >> bit) & 1);
      const objects = Array.from({ length: 1 + ((writer + n) % 7) }, () => object(marked('amber+strict')));
      await store(owner, objects, to);
      for (const org of new Set([owner, ...to])) given.get(org)!.push(...objects.map(idOf));
    }
  };
  const follow = async (org: number) => {
    const viewer = await viewerOf(org);
    const seen: string[] = [];
    let after: string | undefined;
    for (let last = false; ;) {
      const page = await database.db.asOrg(org, (tx) =>
        readEntries(tx, viewer, { limit: 5, ...(after !== undefined && { after }) }, now),
      );
      seen.push(...page.entries.map(({ id }) => id));
      after = page.last ?? after;
      if (!page.more && page.entries.length === 0) {
        if (last) return seen;
        last = !writing;
      }
    }
  };
  const following = Promise.all(orgs.map(follow));
  await Promise.all([1, 2, 3, 4, 5, 6].map(write));
  writing = false;
  for (const [n, seen] of (await following).entries()) {
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual(given.get(orgs[n]!)!.toSorted());
  }
});

test('filters: each must hold, any value of one; what is asked for in vain is an empty page', async () => {
  const [owner = 0, reader = 0] = orgs;
  const made = [
    object(marked('green')),
    object({ type: 'x-thing', ...marked('green') }),
    object({ type: 'x-other', ...marked('green') }),
  ];
  await store(owner, made);
  const of = async (filters: object) =>
    (await listOf(database, reader, now, { filters: { ids: made.map(idOf), ...filters } })).map(({ id }) => id);
  expect(await of({})).toEqual(made.map(idOf));
  expect(await of({ types: ['x-thing', 'x-other'] })).toEqual(made.slice(1).map(idOf));
  expect(await of({ types: ['x-thing'], specVersions: ['2.0'] })).toEqual([]);
  expect(await of({ specVersions: ['2.0', '2.1'], types: ['indicator'] })).toEqual([idOf(made[0]!)]);
  expect(await of({ versions: { at: ['2026-01-01T00:00:00Z'] } })).toEqual(made.map(idOf));
  expect(await of({ versions: { at: ['no instant'] } })).toEqual([]);
  const [first] = await listOf(database, reader, now, { filters: { ids: made.map(idOf) } });
  expect(
    await listOf(database, reader, now, { filters: { ids: made.map(idOf) }, after: first!.dateAdded }),
  ).toHaveLength(2);
  expect(
    (await listOf(database, reader, now, { filters: { types: ['x-thing'] }, limit: 1 })).map(({ id }) => id),
  ).toEqual([idOf(made[1]!)]);
});

test('a collection holds what was stored in it, and no other', async () => {
  const [owner = 0, reader = 0] = orgs;
  const made = object(marked('green'));
  await storeObjects(database.db, { objects: [made], terms: { owner }, collection: 100, by: 't' }, now);
  const filters = { ids: [idOf(made)] };
  expect(await listOf(database, reader, now, { filters })).toEqual([]);
  expect(await listOf(database, reader, now, { filters, collection: 100 })).toHaveLength(1);
  await store(owner, [made]);
  await withdrawObjects(database.db, { owner, id: idOf(made), collection: 100, reason: 'deleted', by: 't' }, now);
  expect(await listOf(database, reader, now, { filters })).toHaveLength(1);
  expect(await listOf(database, reader, now, { filters, collection: 100 })).toEqual([]);
});

test('the log tells what came and what was taken back, in order; what is gone already is not told again', async () => {
  const [owner = 0, reader = 0] = orgs;
  const viewer = await viewerOf(reader);
  const read = (after: number) =>
    database.db.asOrg(reader, (tx) => readObjectChanges(tx, viewer, { after, limit: 100_000 }, now));
  const { seq } = await read(0);
  const [kept, gone, secret] = [object(marked('green')), object(marked('green')), object(marked('amber+strict'))];
  await store(owner, [kept, gone, secret]);
  await store(owner, [object({ id: idOf(kept), modified: '2026-02-01T00:00:00.000Z', ...marked('green') })]);
  await withdrawObjects(database.db, { owner, id: idOf(gone), reason: 'mistake', by: 't' }, now);
  const { changes } = await read(seq);
  expect(changes.map(({ kind, id }) => [kind, id])).toEqual([
    ['published', idOf(kept)],
    ['updated', idOf(kept)],
    ['withdrawn', idOf(gone)],
  ]);
  expect(changes[2]).not.toHaveProperty('body');
});
