import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addOrgs, idOf, marked, object } from '../../../test/objects.ts';
import { testClock } from '../../kernel/clock.ts';
import { memberViewer, type AudienceOrg } from '../../sharing/audience-of-object.ts';
import { readBook } from '../../sharing/store.ts';
import { indexObjects } from '../search/indexing/jobs.ts';
import { storeObjects } from '../store.ts';
import { compileWarned } from '../warninglists/warned.ts';
import { readPasted } from './pasted.ts';
import { knownValues } from './store.ts';

const clock = testClock('2026-01-10T12:00:00Z');
let database: TestDatabase;
let orgs: Record<string, number>;
beforeAll(async () => {
  database = await testDatabase();
  orgs = await addOrgs(database, [{ handle: 'owner' }, { handle: 'reader' }, { handle: 'stranger' }]);
});
afterAll(() => database.close());

test('pasted text: any defanging, one or many a line, each once, in their order', () =>
  expect(
    readPasted('hxxps://c2[.]Example[.]org/A, 192.0.2[.]7;\n• 192.0.2.7 and (evil(dot)example.net).\n-').map(
      ({ value }) => value,
    ),
  ).toEqual(['https://c2.example.org/A', '192.0.2.7', 'and', 'evil.example.net']));

test('what is known of each value, as far as one may know it', async () => {
  const strict = marked('amber+strict');
  const hash = 'a'.repeat(64);
  const [pattern, url, file] = [
    object({ ...strict, pattern: "[ipv4-addr:value = '192.0.2.7'] OR [domain-name:value = 'c2.example.org']" }),
    object({ ...strict, pattern: "[url:value = 'https://c2.example.org/x']" }),
    object({
      type: 'file',
      id: 'file--00000000-0000-4000-8000-00000000f11e',
      hashes: { 'SHA-256': hash },
      ...strict,
      created: undefined,
      modified: undefined,
    }),
  ];
  const terms = { owner: orgs['owner']!, orgs: [orgs['reader']!] };
  await storeObjects(database.db, { objects: [pattern, url, file], terms, by: 'test' }, clock.now());
  await indexObjects({ db: database.db, clock });
  const { orgs: all } = await readBook(database.db, clock.now());
  const warned = compileWarned([{ name: 'resolvers', addresses: ['192.0.2.0/29'], domains: ['.example.org'] }]);
  const look = async (org: number) => {
    const viewer = memberViewer(all.find(({ id }) => id === org) as AudienceOrg);
    const values = ['192.0.2.7', 'c2.example.org', hash, 'unknown.example.net'];
    const { known } = await database.db.asOrg(org, (tx) => knownValues(tx, viewer, values, warned, clock.now()));
    return Object.fromEntries(
      [...known].map(([value, { objects, total }]) => [value, [total, ...objects.map(({ id, exact }) => [id, exact])]]),
    );
  };
  expect(await look(orgs['reader']!)).toEqual({
    '192.0.2.7': [1, [idOf(pattern), true]],
    'c2.example.org': [2, [idOf(url), false], [idOf(pattern), true]],
    [hash]: [1, [idOf(file), true]],
  });
  expect(await look(orgs['stranger']!)).toEqual({});
  expect([warned('192.0.2.7'), warned('c2.example.org'), warned('192.0.2.9'), warned('example.net')]).toEqual([
    ['resolvers'],
    ['resolvers'],
    [],
    [],
  ]);
});
