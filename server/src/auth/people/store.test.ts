import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { createPerson, ensurePersonas, findPersona } from './store.ts';

let database: TestDatabase;
const now = new Date('2026-01-10T12:00:00Z');
let [operator, poland, estonia]: number[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const { rows } = await database.ownerPool.query<{ id: number }>(
    `insert into org (handle, name, kind, enrolment)
     values ('operator', 'O', 'operator', 'enrolled'), ('csirt-pl', 'P', 'government', 'enrolled'), ('csirt-ee', 'E', 'government', 'enrolled')
     returning id`,
  );
  [operator, poland, estonia] = rows.map(({ id }) => id);
  for (const org of [operator!, poland!, estonia!])
    await database.db.asSystem('test', async (tx) => {
      const person = {
        name: 'Ana',
        mail: 'ana@example.org',
        languages: [],
        role: 'analyst',
        createdBy: 'test',
      } as const;
      const id = await createPerson(tx, { ...person, org }, now);
      const key = Buffer.from(`key ${org}`);
      await tx.query(
        `insert into passkey (person, org, credential_id, public_key, counter, transports, synced, name, created_at)
         values ($1, $2, $3, $4, 0, '{}', false, 'x', $5)`,
        [id, org, `credential ${org}`, key, now],
      );
      await tx.query(`insert into password (person, org, hash, changed_at) values ($1, $2, 'hash', $3)`, [
        id,
        org,
        now,
      ]);
      await tx.query('insert into totp (person, org, sealed) values ($1, $2, $3)', [id, org, key]);
      await tx.query('insert into recovery_code (person, org, hash) values ($1, $2, $3)', [id, org, key]);
      await tx.query(
        `insert into external_identity (person, org, issuer, subject, provider, created_at) values ($1, $2, 'i', $3, 'p', $4)`,
        [id, org, String(org), now],
      );
      await tx.query(
        `insert into invitation (org, hash, name, mail, role, created_at, created_by, expires_at)
         values ($1, $2, 'x', 'x@example.org', 'reader', $3, 'test', $3)`,
        [org, key, now],
      );
    });
  await database.db.asSystem('test', async (tx) => {
    await tx.query(`insert into sign_in_step (hash, purpose, facts, expires_at) values ('x', 'provider', '{}', $1)`, [
      now,
    ]);
    await tx.query(`insert into sign_in_failure (key, failures, last_at) values ('x', 1, $1)`, [now]);
  });
});
afterAll(() => database.close());

const owned = ['person', 'passkey', 'password', 'totp', 'recovery_code', 'external_identity', 'invitation'];

test.each(owned)('%s: an org sees and changes its own rows and no others; the operator sees all', async (table) => {
  const { db } = database;
  const seen = (org: number) => db.asOrg(org, (tx) => tx.query<{ org: number }>(`select distinct org from ${table}`));
  expect(await seen(poland!)).toEqual([{ org: poland }]);
  expect(await seen(operator!)).toHaveLength(3);
  const gone = await db.asOrg(poland!, (tx) =>
    tx.query(`delete from ${table} where org = $1 returning org`, [estonia]),
  );
  expect(gone).toEqual([]);
  await expect(
    db.asOrg(poland!, (tx) => tx.query(`update ${table} set org = $1 where org = $2`, [estonia, poland])),
  ).rejects.toThrow();
});

test.each(['sign_in_step', 'sign_in_failure'])('%s: the programme’s alone, not even the operator’s', async (table) => {
  const count = (org: number) => database.db.asOrg(org, (tx) => tx.query(`select 1 from ${table}`));
  expect(await count(operator!)).toEqual([]);
  expect(await count(poland!)).toEqual([]);
  expect(await database.db.asSystem('test', (tx) => tx.query(`select 1 from ${table}`))).toHaveLength(1);
});

test('a factor belongs to a person of the same org: a foreign one cannot be slipped in', async () => {
  await expect(
    database.db.asOrg(poland!, (tx) =>
      tx.query(
        `insert into password (person, org, hash, changed_at) select id, $1, 'mine', $2 from person where org = $1 limit 1
         on conflict (person) do update set person = (select gen_random_uuid())`,
        [poland, now],
      ),
    ),
  ).rejects.toThrow(/foreign key/);
});

test('personas get accounts as far as their orgs are there, once', async () => {
  const wanted = [
    { id: 'pl-duty', name: 'Tomasz Dzwon', role: 'Duty officer', org: 'csirt-pl', administers: true },
    { id: 'de-duty', name: 'Anke Glocke', role: 'Duty officer', org: 'csirt-de', administers: true },
  ];
  const { db } = database;
  const find = (persona: string) => db.asSystem('test', (tx) => findPersona(tx, persona));
  for (let n = 0; n < 2; n++) await db.asSystem('test', (tx) => ensurePersonas(tx, wanted, now));
  const { rows } = await database.ownerPool.query(`select persona, role, org from person where persona is not null`);
  expect(rows).toEqual([{ persona: 'pl-duty', role: 'administrator', org: poland }]);
  expect(await find('pl-duty')).toBeDefined();
  expect(await find('de-duty')).toBeUndefined();
});
