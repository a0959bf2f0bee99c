import { afterAll, beforeAll, expect, test } from 'vitest';
import { bumpRegistryVersion } from '../../registry/store.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { readWarned } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('a list that commits while another reads is not missed for good', async () => {
  const { db } = database;
  expect((await readWarned(db))('c2.example.org')).toEqual([]);
  let done = false;
  let read: Promise<unknown> = Promise.resolve();
  await db.asSystem('test', async (tx) => {
    await tx.query(
      `insert into warninglist (name, kind, enabled, addresses, domains, updated_at) values ('Harmless', 'benign', true, '{}', '{.example.org}', now())`,
    );
    await bumpRegistryVersion(tx);
    // The number has moved, the row is not there for others yet.
    read = readWarned(db).finally(() => (done = true));
    while (!done) {
      const { waits } = await tx.one<{ waits: number }>(
        `select count(*)::int as waits from pg_locks where locktype = 'advisory' and not granted`,
      );
      if (waits > 0) break;
    }
  });
  await read;
  expect((await readWarned(db))('c2.example.org')).toEqual(['Harmless']);
});
