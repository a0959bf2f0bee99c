import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../../test/database.ts';
import { addOrgs, idOf, listOf, marked, object, parsed, tombstonesOf } from '../../../../test/objects.ts';
import { storeObjects, withdrawObjects } from '../../store.ts';
import type { StoreRequest } from './request.ts';

let database: TestDatabase;
let a: number;
let b: number;
let c: number;
const now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  const orgs = await addOrgs(database, [
    { handle: 'org-a' },
    { handle: 'org-b' },
    { handle: 'org-c', kind: 'partner' },
  ]);
  [a, b, c] = [orgs['org-a']!, orgs['org-b']!, orgs['org-c']!];
});
afterAll(() => database.close());

const store = (owner: number, objects: StoreRequest['objects'], terms: Partial<StoreRequest['terms']> = {}, at = now) =>
  storeObjects(database.db, { objects, terms: { owner, ...terms }, by: 'tester' }, at);
const outcomes = async (...args: Parameters<typeof store>) => (await store(...args)).map(({ outcome }) => outcome);
const has = async (org: number, id: string) =>
  (await listOf(database, org, now, { filters: { ids: [id] } })).length > 0;

test('the marking decides who gets an object', async () => {
  const [green, strict, red, unmarked] = [
    object(marked('green')),
    object(marked('amber+strict')),
    object(marked('red')),
    object(),
  ];
  expect(await outcomes(a, [green, strict, red, unmarked], { orgs: [b] })).toEqual(Array(4).fill('stored'));
  const seen = async (org: number) => Promise.all([green, strict, red, unmarked].map((each) => has(org, idOf(each))));
  expect(await seen(a)).toEqual([true, true, true, true]);
  expect(await seen(b)).toEqual([true, true, false, true]);
  expect(await seen(c)).toEqual([true, false, false, false]);
});

test('a body comes back as it was sent, to the last digit', async () => {
  const body = `{"type":"x-note", "spec_version":"2.1","id":"x-note--00000000-0000-4000-8000-00000000abcd","created":"2026-01-01T00:00:00.123456789Z","modified":"2026-01-01T00:00:00.1234567890Z","n":1.10,"big":12345678901234567890,"text":"\\u00e9 é 𝄞"}`;
  await store(a, [parsed(body)], { defaultTlp: 'green' });
  const [entry] = await listOf(database, b, now, { filters: { types: ['x-note'] } });
  expect(entry).toMatchObject({ body, version: '2026-01-01T00:00:00.1234567890Z', type: 'x-note', owner: a });
});

test('the first body of a version stays; repeated it is a duplicate, in whatever spelling', async () => {
  const first = object(marked('green'));
  const same = parsed(JSON.stringify({ ...first.value, modified: '2026-01-01T00:00:00.000000Z' }));
  const other = parsed(JSON.stringify({ ...first.value, name: 'other' }));
  expect(await outcomes(a, [first, same, other])).toEqual(['stored', 'conflict', 'conflict']);
  expect(await outcomes(a, [first, other])).toEqual(['duplicate', 'conflict']);
  const reordered = parsed(JSON.stringify(Object.fromEntries(Object.entries(first.value).reverse())));
  expect(await outcomes(a, [reordered])).toEqual(['duplicate']);
  const entries = await listOf(database, b, now, { filters: { ids: [idOf(first)], versions: { all: true } } });
  expect(entries.map(({ body }) => body)).toEqual([first.body]);
});

test('whether another org has an object does not show; who may have both copies gets the first', async () => {
  const secret = object(marked('amber+strict'));
  const guess = parsed(JSON.stringify({ ...secret.value, name: 'guess' }));
  await store(a, [secret]);
  expect(await outcomes(b, [guess], { orgs: [a] })).toEqual(['stored']);
  const filters = { ids: [idOf(secret)], versions: { all: true } };
  expect((await listOf(database, a, now, { filters })).map(({ body }) => body)).toEqual([secret.body]);
  expect((await listOf(database, b, now, { filters })).map(({ body }) => body)).toEqual([guess.body]);
  expect(await listOf(database, c, now, { filters })).toEqual([]);
});

test('versions may come out of order; the last is the last whatever came last', async () => {
  const id = idOf(object());
  const at = (modified: string) => object({ id, modified, ...marked('green') });
  await store(a, [at('2026-01-03T00:00:00.000Z'), at('2026-01-01T00:00:00.000Z')]);
  await store(a, [at('2026-01-02T00:00:00.000Z')]);
  const of = async (versions: object) =>
    (await listOf(database, b, now, { filters: { ids: [id], versions } })).map(({ version }) => version.slice(8, 10));
  expect(await of({ last: true })).toEqual(['03']);
  expect(await of({ first: true })).toEqual(['01']);
  expect(await of({ all: true })).toEqual(['03', '01', '02']);
  expect(await of({ at: ['2026-01-02T00:00:00Z'] })).toEqual(['02']);
  expect(await of({ first: true, at: ['2026-01-02T00:00:00Z'] })).toEqual(['01', '02']);
});

test('the last version is the last that the reader may have', async () => {
  const id = idOf(object());
  await store(a, [object({ id, ...marked('green') })]);
  await store(a, [object({ id, modified: '2026-01-02T00:00:00.000Z', ...marked('amber+strict') })], { orgs: [b] });
  const last = async (org: number) =>
    (await listOf(database, org, now, { filters: { ids: [id] } })).map(({ version }) => version.slice(8, 10));
  expect(await last(b)).toEqual(['02']);
  expect(await last(c)).toEqual(['01']);
});

test('revocation is final; an earlier version that comes late is taken', async () => {
  const id = idOf(object());
  const at = (modified: string, more = {}) => object({ id, modified, ...more });
  expect(await outcomes(a, [at('2026-01-05T00:00:00.000Z', { revoked: true })])).toEqual(['stored']);
  expect(await outcomes(a, [at('2026-01-06T00:00:00.000Z')])).toEqual(['revoked']);
  expect(await outcomes(a, [at('2026-01-04T00:00:00.000Z')])).toEqual(['stored']);
  expect(await outcomes(b, [at('2026-01-06T00:00:00.000Z')])).toEqual(['stored']);
});

test('date_added is unique and in the order of commits, also when the clock steps back', async () => {
  const before = new Date('2020-01-01T00:00:00Z');
  await Promise.all(
    [now, before, now, before].map((at) => store(a, [object(marked('green')), object(marked('green'))], {}, at)),
  );
  await store(a, [object(marked('green'))], {}, before);
  const { rows } = await database.ownerPool.query<{ sorted: boolean; distinct: boolean }>(
    `select array_agg(date_added order by seq) = array_agg(date_added order by date_added) as sorted, count(*) = count(distinct date_added) as distinct
     from change where subject = 'object'`,
  );
  expect(rows).toEqual([{ sorted: true, distinct: true }]);
});

test('withdrawn: a tombstone for those who had it, nothing for others; stored again it has a new place', async () => {
  const gone = object(marked('green'));
  await store(a, [gone]);
  const [before] = await listOf(database, b, now, { filters: { ids: [idOf(gone)] } });
  expect(await withdrawObjects(database.db, { owner: b, id: idOf(gone), reason: 'withdrawn', by: 't' }, now)).toBe(0);
  expect(await withdrawObjects(database.db, { owner: a, id: idOf(gone), reason: 'mistake', by: 't' }, now)).toBe(1);
  for (const org of [a, b, c]) {
    expect(await has(org, idOf(gone))).toBe(false);
    expect((await tombstonesOf(database, org)).at(-1)).toMatchObject({ id: idOf(gone), reason: 'mistake' });
  }
  expect(await outcomes(a, [gone])).toEqual(['stored']);
  const [after] = await listOf(database, b, now, { filters: { ids: [idOf(gone)] } });
  expect(after!.dateAdded > before!.dateAdded).toBe(true);
});

test('writers of the same objects at once: each version once, and no deadlock', async () => {
  const objects = Array.from({ length: 40 }, () => object(marked('green')));
  const shuffled = (n: number) => objects.toSorted((x, y) => (idOf(x) > idOf(y) ? 1 : -1) * (n % 2 ? 1 : -1));
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => outcomes(a, shuffled(n))));
  expect(all.flat().filter((outcome) => outcome === 'stored')).toHaveLength(40);
  const filters = { ids: objects.map(idOf), versions: { all: true } };
  expect(await listOf(database, b, now, { filters })).toHaveLength(40);
});

test('parts that are marked more strictly reach those whose right goes so far', async () => {
  const parts = object({
    ...marked('green'),
    name: 'open',
    description: 'for named orgs',
    granular_markings: [{ marking_ref: marked('amber+strict').object_marking_refs[0], selectors: ['description'] }],
  });
  await store(a, [parts], { orgs: [b] });
  const body = async (org: number) => (await listOf(database, org, now, { filters: { ids: [idOf(parts)] } }))[0]?.body;
  expect(await body(a)).toBe(parts.body);
  expect(await body(b)).toContain('for named orgs');
  expect(await body(c)).toContain('"open"');
  expect(await body(c)).not.toContain('for named orgs');
});

test('a marking of one’s own counts by the level it states; nobody else’s does', async () => {
  const id = 'marking-definition--00000000-0000-4000-8000-00000000ffff';
  const marking = (level: string) =>
    parsed(
      JSON.stringify({
        type: 'marking-definition',
        spec_version: '2.1',
        id,
        created: '2026-01-01T00:00:00.000Z',
        extensions: {
          'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
            extension_type: 'property-extension',
            tlp_2_0: level,
          },
        },
      }),
    );
  const before = object({ object_marking_refs: [id] });
  await store(b, [marking('clear')], { defaultTlp: 'green' });
  await store(a, [before]);
  expect(await has(c, idOf(before))).toBe(false);
  await store(a, [marking('green')]);
  const after = object({ object_marking_refs: [id] });
  await store(a, [after]);
  expect(await has(c, idOf(after))).toBe(true);
});
