import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import { defineJob, ensureJobs, startJobs, type AnyJob, type Jobs } from './jobs.ts';
import { createLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await ensureJobs(database.ownerUrl);
});
afterAll(() => database.close());

interface World {
  jobs: Jobs;
  metrics: Metrics;
  lines: string[];
}

async function withJobs(definitions: AnyJob[], use: (world: World) => Promise<void>, work = false): Promise<void> {
  const lines: string[] = [];
  const metrics = createMetrics();
  const log = createLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) });
  const jobs = await startJobs({ url: database.appUrl, definitions, work, log, metrics });
  try {
    await use({ jobs, metrics, lines });
  } finally {
    await jobs.stop(1000);
  }
}

test('installing again changes nothing', async () => {
  await Promise.all([ensureJobs(database.ownerUrl), ensureJobs(database.ownerUrl)]);
});

test('drain runs everything that is due, and what those jobs queue', async () => {
  const seen: number[] = [];
  let queue: Jobs;
  const count = defineJob<{ n: number }>({
    name: 'test.count',
    handler: async ({ n }) => {
      seen.push(n);
      if (n === 1) await queue.send(count, { n: 10 });
    },
  });
  await withJobs([count], async ({ jobs, metrics }) => {
    queue = jobs;
    await jobs.send(count, { n: 1 });
    await jobs.send(count, { n: 2 });
    await jobs.send(count, { n: 3 }, { after: 3600 });
    expect(await jobs.drain()).toBe(3);
    expect(seen.sort((a, b) => a - b)).toEqual([1, 2, 10]);
    expect(await metrics.registry.metrics()).toContain('tocsin_jobs_total{job="test.count",outcome="completed"} 3');
  });
});

test('one job of a key waits at a time', async () => {
  let runs = 0;
  const once = defineJob<{ org: number }>({
    name: 'test.once',
    handler: async () => {
      runs++;
    },
  });
  await withJobs([once], async ({ jobs }) => {
    expect(await jobs.send(once, { org: 1 }, { key: 'org-1' })).toBeDefined();
    expect(await jobs.send(once, { org: 1 }, { key: 'org-1' })).toBeUndefined();
    expect(await jobs.send(once, { org: 2 }, { key: 'org-2' })).toBeDefined();
    await jobs.drain();
    expect(runs).toBe(2);
    expect(await jobs.send(once, { org: 1 }, { key: 'org-1' })).toBeDefined();
    await jobs.drain();
  });
});

test('a failing job is logged, counted, and tried again as often as it says', async () => {
  const attempts: number[] = [];
  const failing = defineJob({
    name: 'test.failing',
    retryLimit: 1,
    retryDelayS: 0,
    handler: async (_, { retries }) => {
      attempts.push(retries);
      throw new Error('no route to 192.0.2.1');
    },
  });
  await withJobs([failing], async ({ jobs, metrics, lines }) => {
    await jobs.send(failing, {});
    expect(await jobs.drain()).toBe(2);
    expect(attempts).toEqual([0, 1]);
    expect(await metrics.registry.metrics()).toContain('tocsin_jobs_total{job="test.failing",outcome="failed"} 2');
    expect(lines.join('')).toContain('no route to (address)');
  });
});

test('a job is there if and only if its transaction commits', async () => {
  const told: string[] = [];
  const tell = defineJob<{ word: string }>({ name: 'test.tell', handler: async ({ word }) => void told.push(word) });
  await withJobs([tell], async ({ jobs }) => {
    await database.db.asSystem('test', (tx) => jobs.send(tell, { word: 'kept' }, { tx }));
    const undone = database.db.asSystem('test', async (tx) => {
      await jobs.send(tell, { word: 'undone' }, { tx });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    await jobs.drain();
    expect(told).toEqual(['kept']);
  });
});

test('a worker runs jobs by itself, and schedules are those of the definitions', async () => {
  let ran: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (ran = resolve));
  const nightly = defineJob({ name: 'test.nightly', schedule: '15 3 * * *', handler: async () => ran() });
  const schedules = async () =>
    (await database.ownerPool.query('select name, cron, timezone from pgboss.schedule')).rows as unknown[];
  await withJobs(
    [nightly],
    async ({ jobs }) => {
      expect(await schedules()).toEqual([{ name: 'test.nightly', cron: '15 3 * * *', timezone: 'UTC' }]);
      await jobs.send(nightly, {});
      await done;
    },
    true,
  );
  await withJobs([], async () => expect(await schedules()).toEqual([]), true);
});
