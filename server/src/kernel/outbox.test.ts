import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { testClock } from './clock.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createOutbox, emit, forgetHandled, on, topic, type Subscription } from './outbox.ts';

const suspended = topic<{ org: number }>('org.suspended');
const renamed = topic<{ org: number; name: string }>('org.renamed');

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.ownerPool.query('delete from outbox'));

const clock = testClock('2030-01-01T00:00:00Z');

function outboxWith(...subscriptions: Subscription[]) {
  return createOutbox({
    db: database.db,
    clock,
    log: createLog({ logLevel: 'silent' }),
    metrics: createMetrics(),
    subscriptions,
    everyMs: 5,
  });
}

const tell = (org: number) => database.db.asSystem('test', (tx) => emit(tx, suspended, { org }));

test('messages reach the handlers of their topic, in order, once', async () => {
  const seen: unknown[] = [];
  const outbox = outboxWith(
    on(suspended, async ({ org }) => void seen.push(org)),
    on(renamed, async ({ name }) => void seen.push(name)),
  );
  await tell(1);
  await database.db.asSystem('test', (tx) => emit(tx, renamed, { org: 1, name: 'Example' }));
  await tell(2);
  expect(await outbox.drain()).toBe(3);
  expect(seen).toEqual([1, 'Example', 2]);
  expect(await outbox.drain()).toBe(0);
});

test('a message of a transaction that is undone was never there', async () => {
  const undone = database.db.asSystem('test', async (tx) => {
    await emit(tx, suspended, { org: 1 });
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow();
  expect(await outboxWith().drain()).toBe(0);
});

test('what a failing handler wrote is undone, others go on, and it is tried again', async () => {
  let broken = true;
  const seen: number[] = [];
  const outbox = outboxWith(
    on(suspended, async ({ org }, { tx }) => {
      await emit(tx, renamed, { org, name: 'Example' });
      if (org === 1 && broken) throw new Error('broken');
      seen.push(org);
    }),
  );
  await tell(1);
  await tell(2);
  // Message 2, and the one that its handler wrote.
  expect(await outbox.drain()).toBe(2);
  broken = false;
  expect(await outbox.drain()).toBe(2);
  expect(seen).toEqual([2, 1]);
});

test('two processes share the messages and handle none twice', async () => {
  const seen: number[] = [];
  const both = [1, 2].map(() => outboxWith(on(suspended, async ({ org }) => void seen.push(org))));
  for (let org = 1; org <= 20; org++) await tell(org);
  await Promise.all(both.map((outbox) => outbox.drain()));
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('started, it looks by itself; stopping waits for what is being handled', async () => {
  let handled: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (handled = resolve));
  const outbox = outboxWith(on(suspended, async () => handled()));
  outbox.start();
  await tell(1);
  outbox.wake();
  await first;
  await outbox.stop();
  const { rows } = await database.ownerPool.query<{ waiting: number }>(
    'select count(*)::int as waiting from outbox where processed_at is null',
  );
  expect(rows).toEqual([{ waiting: 0 }]);
});

test('handled messages are forgotten after a while, waiting ones never', async () => {
  await tell(1);
  await outboxWith().drain();
  await tell(2);
  clock.advance(1000);
  expect(await database.db.asSystem('test', (tx) => forgetHandled(tx, clock.now()))).toBe(1);
});
