import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { createPool, dbOn, openDb } from './db.ts';
import { OperatorError } from './operator-error.ts';

let database: TestDatabase;
const quiet = { debug: () => undefined, warn: () => undefined };

beforeAll(async () => {
  database = await testDatabase({ empty: true });
  await database.ownerPool.query(
    `
    create table note (org int not null, day date, seen timestamptz, size bigint, sizes bigint[], days date[], net cidr, body json);
    alter table note enable row level security;
    alter table note force row level security;
    create policy own on note for all to tocsin_app using (org = nullif(current_setting('app.org', true), '')::int
      or current_setting('app.org', true) = '0') with check (true);
    create policy ingest on note for insert to tocsin_ingest with check (true);
    grant usage on schema public to tocsin_app, tocsin_ingest;
    grant select, insert on note to tocsin_app;
    grant insert on note to tocsin_ingest;
    insert into note (org) select 1`.replace('insert into note (org) select 1', ''),
  );
  await database.db.asSystem('fill', (tx) => tx.query('insert into note (org) values (1), (1), (2)'));
});
afterAll(() => database.close());

const count = 'select count(*) as notes from note';

test('an org sees its own rows, the programme all, and nobody none', async () => {
  const { db } = database;
  expect(await db.asOrg(1, (tx) => tx.one(count))).toEqual({ notes: 2 });
  expect(await db.asOrg(2, (tx) => tx.one(count))).toEqual({ notes: 1 });
  expect(await db.asSystem('count', (tx) => tx.one(count))).toEqual({ notes: 3 });
  expect((await db.pool.query(count)).rows).toEqual([{ notes: 0 }]);
});

test('who acted does not outlive the transaction on its connection', async () => {
  const { appUrl } = database;
  const db = await openDb({ url: appUrl, log: quiet, connections: 1 });
  await db.asOrg(1, (tx) => tx.one(count));
  await db.asIngest((tx) => tx.query('select'));
  const { rows } = await db.pool.query(`select current_user as role, current_setting('app.org', true) as org`);
  expect(rows).toEqual([{ role: 'tocsin_app', org: '' }]);
  await db.close();
});

test('ingest adds and reads nothing', async () => {
  const { db } = database;
  await db.asIngest((tx) => tx.query('insert into note (org) values (3)'));
  await expect(db.asIngest((tx) => tx.query('select * from note'))).rejects.toThrow('permission denied');
  expect(await db.asOrg(3, (tx) => tx.one(count))).toEqual({ notes: 1 });
});

test('what work throws rolls back and passes through', async () => {
  const { db } = database;
  const broken = db.asOrg(4, async (tx) => {
    await tx.query('insert into note (org) values (4)');
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  expect(await db.asOrg(4, (tx) => tx.one(count))).toEqual({ notes: 0 });
});

test('a swallowed SQL error cannot look like a commit', async () => {
  const { db } = database;
  const swallowed = db.asOrg(5, async (tx) => {
    await tx.query('insert into note (org) values (5)');
    await tx.query('select 1 / 0').catch(() => undefined);
  });
  await expect(swallowed).rejects.toThrow('rolled back');
});

test('a connection that breaks in a transaction is an error of that transaction alone', async () => {
  const { db, ownerPool } = database;
  const broken = db.asOrg(1, async (tx) => {
    const { pid } = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
    const killer = database.urlFor('postgres');
    const pool = createPool({ url: killer });
    await pool.query('select pg_terminate_backend($1)', [pid]);
    await pool.end();
    return tx.one(count);
  });
  await expect(broken).rejects.toThrow();
  expect(await db.asOrg(1, (tx) => tx.one(count))).toEqual({ notes: 2 });
  expect(ownerPool.totalCount).toBeLessThanOrEqual(4);
});

test('only the id of an org acts as one', async () => {
  for (const org of [0, -1, 1.5, NaN])
    await expect(database.db.asOrg(org, (tx) => tx.one(count))).rejects.toThrow(TypeError);
});

test('columns become the values of the contract', async () => {
  const sql = `select 2::bigint as size, '{1,NULL,3}'::bigint[] as sizes, '{}'::bigint[] as none, date '2026-02-28' as day,
    '{2026-02-28,2026-03-01}'::date[] as days, timestamptz '2026-02-28 23:30:00.5+01' as seen, '2001:db8::/32'::cidr as net,
    '192.0.2.1'::inet as address, 1.5::numeric as exact, '{"a":1}'::jsonb as body`;
  expect(await database.db.asOrg(1, (tx) => tx.one(sql))).toEqual({
    size: 2,
    sizes: [1, null, 3],
    none: [],
    day: '2026-02-28',
    days: ['2026-02-28', '2026-03-01'],
    seen: new Date('2026-02-28T22:30:00.500Z'),
    net: '2001:db8::/32',
    address: '192.0.2.1',
    exact: '1.5',
    body: { a: 1 },
  });
  await expect(database.db.asOrg(1, (tx) => tx.one('select 9007199254740993 as big'))).rejects.toThrow('does not fit');
});

test('one and maybe count rows', async () => {
  await database.db.asOrg(1, async (tx) => {
    expect(await tx.maybe('select where false')).toBeUndefined();
    await expect(tx.one('select where false')).rejects.toThrow('none found');
    await expect(tx.maybe('select from generate_series(1, 2)')).rejects.toThrow('2 found');
  });
});

describe('one statement in one round trip', () => {
  const read = (name: string, text: string, values: (number | string | string[])[] = []) =>
    database.db.readAsOrg<Record<string, unknown>>(7, { name, text, values });

  test('acts as the org, takes numbers, texts and lists, and cannot write', async () => {
    const text = `select current_setting('app.org') as org, $1 + 1 as n, $2::text as t, $3::text[] as l`;
    const values = [41, `it's \\ "quoted"; select 1`, ['a', `b'c`]];
    const row = { org: '7', n: 42, t: `it's \\ "quoted"; select 1`, l: ['a', `b'c`] };
    expect(await read('values', text, values)).toEqual([row]);
    expect(await read('values', text, values)).toEqual([row]);
    await expect(read('writes', 'select lo_create(0)')).rejects.toThrow('read-only');
    await expect(read('broken', 'select 1 / $1::int', [0])).rejects.toThrow('division by zero');
    expect(await read('after', 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('keeps few statements on a connection, and prepares anew what went', async () => {
    for (let n = 0; n < 100; n++) expect(await read(`many ${n}`, `select ${n} as n`)).toEqual([{ n }]);
    expect(await read('many 0', 'select 0 as n')).toEqual([{ n: 0 }]);
  });
});

test('the server refuses roles that pass row-level security', async () => {
  await expect(openDb({ url: database.urlFor('postgres'), log: quiet })).rejects.toThrow(OperatorError);
  await expect(openDb({ url: database.urlFor('postgres'), log: quiet })).rejects.toThrow('superuser');
  // The owner may take on tocsin_backup, which has BYPASSRLS.
  await expect(openDb({ url: database.ownerUrl, log: quiet })).rejects.toThrow('member of tocsin_backup');
});

test('dbOn needs no check of its pool', async () => {
  const db = dbOn(database.ownerPool, quiet);
  expect(await db.asSystem('owner', (tx) => tx.one('select current_user as role'))).toEqual({ role: 'tocsin_owner' });
});
