import { afterEach, beforeAll, afterAll, expect, test } from 'vitest';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { startChangeTail, type ChangeTail } from './jobs.ts';
import { appendChanges } from './store.ts';

let database: TestDatabase;
let tail: ChangeTail;
let org: number;
let audience: number;
const quiet = { debug: () => undefined, warn: () => undefined };

beforeAll(async () => {
  database = await testDatabase();
  const made = await database.ownerPool.query<{ org: number; audience: number }>(
    `with o as (insert into org (handle, name, kind, enrolment) values ('isp-test', 'Provider', 'isp', 'enrolled') returning id),
     a as (insert into audience (key) select id::text from o returning id),
     m as (insert into audience_member select a.id, o.id from a, o)
     select o.id as org, a.id as audience from o, a`,
  );
  ({ org, audience } = made.rows[0]!);
});
afterEach(() => tail.stop());
afterAll(() => database.close());

const publish = () =>
  database.db.asIngest((tx) =>
    appendChanges(
      tx,
      [{ portion: 1, audience, events: 1, firstDay: '2026-01-01', lastDay: '2026-01-01' }],
      new Date(0),
    ),
  );

test('a commit wakes the readers that it concerns', async () => {
  tail = await startChangeTail({ db: database.db, log: quiet, pollMs: 3_600_000 });
  const reader = tail.subscribe({ org, seesAll: false });
  const other = tail.subscribe({ org: org + 1, seesAll: false });
  await publish();
  expect(await reader.changed(30_000)).toBe(true);
  expect(await other.changed(1)).toBe(false);
});

test('every commit is told, however close to the one before', async () => {
  tail = await startChangeTail({ db: database.db, log: quiet, pollMs: 3_600_000 });
  const reader = tail.subscribe({ org, seesAll: false });
  for (let round = 0; round < 20; round++) {
    await publish();
    expect(await reader.changed(30_000)).toBe(true);
  }
});

test('without notifications the log is read from time to time', async () => {
  tail = await startChangeTail({ db: database.db, log: quiet, pollMs: 20 });
  await asSuperuser(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen change' and datname = current_database()`,
  );
  const reader = tail.subscribe({ org, seesAll: false });
  await publish();
  expect(await reader.changed(30_000)).toBe(true);
});

test('the tail outlives its database: what was committed while it was cut off is told', async () => {
  tail = await startChangeTail({ db: database.db, log: quiet, pollMs: 3_600_000, retryMs: 5 });
  const reader = tail.subscribe({ org, seesAll: false });
  const cut = asSuperuser(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tocsin_app' and datname = current_database()`,
  );
  await cut;
  // The pool hands out connections that were cut until it has noticed.
  await expect.poll(() => publish().catch(() => undefined), { timeout: 30_000 }).toBeDefined();
  expect(await reader.changed(30_000)).toBe(true);
});

async function asSuperuser(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.urlFor('postgres') });
  await client.connect();
  await client.query(text);
  await client.end();
}
