import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { testClock } from '../kernel/clock.ts';
import { loadConfig } from '../kernel/config.ts';
import { inviteOperator } from './first-operator.ts';

const clock = testClock('2026-01-10T12:00:00Z');
const real = loadConfig({ TOCSIN_PUBLIC_URL: 'https://tocsin.example.org/' });
const lead = { mail: 'lead@example.org', name: 'Clara Campana', again: false };
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const links = async () =>
  (await database.ownerPool.query('select mail, role, person, spent_at, revoked_at from invitation order by id')).rows;

test('an empty database becomes a real programme, with one link for the first operator', async () => {
  const made = await inviteOperator(database.db, real, lead, clock);
  expect(made.link).toMatch(/^https:\/\/tocsin\.example\.org\/invitation#tocsin_[A-Za-z0-9_-]{43}$/);
  expect(made).toMatchObject({ expiresAt: '2026-01-13T12:00:00.000Z', renews: false });
  expect(await links()).toMatchObject([{ mail: lead.mail, role: 'programme_administrator', person: null }]);
  // A link that was lost: the new one takes its place.
  await inviteOperator(database.db, real, lead, clock);
  expect(await links()).toMatchObject([{ revoked_at: clock.now() }, { revoked_at: null }]);
});

test('where there is an administrator it wants to be told twice, and renews the account of that address', async () => {
  await database.ownerPool.query(
    `insert into person (org, name, mail, role, created_at, created_by) select id, 'Clara', $1, 'programme_administrator', $2, 'test' from org where handle = 'operator'`,
    [lead.mail, clock.now()],
  );
  await expect(inviteOperator(database.db, real, lead, clock)).rejects.toThrow(
    'There is a programme administrator already',
  );
  const again = { ...lead, mail: 'LEAD@example.org', again: true };
  expect(await inviteOperator(database.db, real, again, clock)).toMatchObject({ renews: true });
  const second = { ...again, mail: 'second@example.org' };
  expect(await inviteOperator(database.db, real, second, clock)).toMatchObject({ renews: false });
});

test('in a drill there is nobody to enrol, told so or found so', async () => {
  await expect(inviteOperator(database.db, loadConfig({ TOCSIN_DRILL: 'true' }), lead, clock)).rejects.toThrow(
    'A drill has personas',
  );
  await expect(inviteOperator(database.db, real, { ...lead, mail: 'nobody' }, clock)).rejects.toThrow(
    'is no mail address',
  );
  const other = await testDatabase();
  try {
    await other.ownerPool.query(`insert into programme (kind, name) values ('drill', 'Drill')`);
    await expect(inviteOperator(other.db, real, lead, clock)).rejects.toThrow('was born as a drill');
  } finally {
    await other.close();
  }
});
