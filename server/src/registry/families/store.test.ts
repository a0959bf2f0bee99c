import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '#kernel/db.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { putWarninglist, listWarninglists } from '../warninglists/store.ts';
import { builtInFamilies } from './built-in-families.ts';
import { listFamilies, putFamily, seedFamilies } from './store.ts';

const now = new Date('2026-03-01T12:00:00Z');
const by = { org: 0, name: 'tester' };

let database: TestDatabase;
const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.asSystem('test', work);
const put = (name: string, ...aliases: string[]) => system((tx) => putFamily(tx, name, { aliases }, by, now));
const aliasesOf = async (name: string) =>
  (await system((tx) => listFamilies(tx, 'all'))).find((family) => family.name === name)?.aliases;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.ownerPool.query('truncate family, warninglist restart identity cascade');
  await system((tx) => seedFamilies(tx, now));
});

describe('families', () => {
  test('are seeded once, and what was changed by hand stays', async () => {
    await put('downadup', 'kido');
    expect(await aliasesOf('downadup')).toEqual(['kido']);
    expect(await system((tx) => seedFamilies(tx, now))).toBe(0);
    expect(await aliasesOf('conficker')).not.toContain('kido');
    expect(await aliasesOf('conficker')).not.toContain('downadup');
    expect(await system((tx) => listFamilies(tx, 'all'))).toHaveLength(builtInFamilies.length + 1);
  });

  test('are created and renamed by any writing of a name', async () => {
    expect(await put('New  Family', 'NF', 'nf', 'new family')).toMatchObject({ name: 'new family', aliases: ['nf'] });
    expect(await put('NEW FAMILY', 'other')).toMatchObject({ name: 'new family', aliases: ['other'] });
  });

  test('keep the aliases that came with an import', async () => {
    const held = (await aliasesOf('mirai')) ?? [];
    expect(await put('mirai', ...held, 'extra')).toMatchObject({ aliases: [...held, 'extra'].sort() });
    await expect(put('mirai', 'extra')).rejects.toMatchObject({ code: 'conflict' });
    expect(await put('mirai', ...held)).toMatchObject({ aliases: held });
  });

  test('never share a name', async () => {
    await expect(put('new', 'Mirai')).rejects.toMatchObject({
      extra: { problems: [{ in: 'body', pointer: '/aliases/0', problem: '"mirai" is the name of a family itself' }] },
    });
    await put('first', 'shared name');
    await expect(put('second', 'Shared Name')).rejects.toThrow('"shared name" was given to first by hand');
    await expect(put('shared name')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('warninglists', () => {
  const putList = (body: object) => system((tx) => putWarninglist(tx, 'scanners', { list: [], ...body }, by, now));

  test('are replaced as a whole, and keep their kind and switch', async () => {
    await putList({ kind: 'scanner', enabled: false, list: ['192.0.2.1', '192.0.2.0/24', 'scan.example'] });
    const { warninglist, refused } = await putList({ name: 'Scanners', type: 'cidr', list: ['198.51.100.0/24', 'x'] });
    expect(warninglist).toMatchObject({ name: 'scanners', kind: 'scanner', enabled: false, addresses: 1, domains: 0 });
    expect(refused).toEqual(['x: is no address or prefix']);
    expect(await system(listWarninglists)).toHaveLength(1);
  });

  test('of an unknown kind, or with nothing to take, are refused', async () => {
    await expect(putList({ kind: 'nice' })).rejects.toMatchObject({ extra: { problems: [{ pointer: '/kind' }] } });
    await expect(putList({ list: ['a b'] })).rejects.toMatchObject({ extra: { problems: [{ pointer: '/list' }] } });
  });
});
