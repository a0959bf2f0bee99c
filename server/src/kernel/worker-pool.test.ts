import { afterEach, expect, test } from 'vitest';
import type { EchoRequest, EchoResult } from '../../test/echo-worker.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

const open: WorkerPool<EchoRequest, EchoResult>[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

async function echoPool(options: Partial<WorkerPoolOptions> = {}) {
  const metrics = createMetrics();
  const pool = createWorkerPool<EchoRequest, EchoResult>({
    name: 'echo',
    file: new URL('../../test/echo-worker.ts', import.meta.url),
    size: 1,
    log: createLog({ logLevel: 'silent' }),
    metrics,
    ...options,
  });
  open.push(pool);
  await pool.ready();
  return { pool, metrics };
}

/** A lock that a held thread waits on, and the function that opens it. */
function lock() {
  const until = new SharedArrayBuffer(4);
  return {
    until,
    release: () => {
      Atomics.store(new Int32Array(until), 0, 1);
      Atomics.notify(new Int32Array(until), 0);
    },
  };
}

test('buffers move there and back', async () => {
  const { pool } = await echoPool();
  const numbers = Float64Array.of(1, 2, 3);
  const result = await pool.run({ do: 'double', numbers }, [numbers.buffer]);
  expect(result).toEqual(Float64Array.of(2, 4, 6));
  expect(numbers.byteLength).toBe(0);
});

test('an AppError arrives with code and extensions, another error as itself', async () => {
  const { pool } = await echoPool();
  await expect(pool.run({ do: 'refuse' })).rejects.toMatchObject({
    code: 'record_too_long',
    status: 413,
    detail: 'line 3',
    extra: { line: 3 },
  });
  await expect(pool.run({ do: 'throw' })).rejects.toMatchObject({ name: 'RangeError', message: 'out of range' });
});

test('a request that cannot be sent is rejected, and the pool goes on', async () => {
  const { pool } = await echoPool();
  await expect(pool.run({ do: 'remember', word: (() => '') as unknown as string })).rejects.toThrow(
    /could not be cloned/,
  );
  expect(pool.inFlight).toBe(0);
});

test('a crash rejects what the thread held; another one takes its place and knows what all hold', async () => {
  const { pool, metrics } = await echoPool();
  await pool.everywhere('word', { do: 'remember', word: 'first' });
  await pool.everywhere('word', { do: 'remember', word: 'tocsin' });
  await expect(pool.run({ do: 'crash' })).rejects.toMatchObject({ code: 'worker_failed' });
  expect(await pool.run({ do: 'recall' })).toBe('tocsin');
  expect(await metrics.registry.metrics()).toContain('tocsin_worker_restarts_total{pool="echo"} 1');
});

test('beyond the limit requests are refused, not piled up', async () => {
  const { pool } = await echoPool({ limit: 2 });
  const { until, release } = lock();
  const held = pool.run({ do: 'hold', until });
  const waiting = pool.run({ do: 'recall' });
  await expect(pool.run({ do: 'recall' })).rejects.toMatchObject({ code: 'busy' });
  release();
  expect(await Promise.all([held, waiting])).toEqual(['released', '']);
});

test('the least busy thread gets the next request', async () => {
  const { pool } = await echoPool({ size: 2 });
  const { until, release } = lock();
  const held = pool.run({ do: 'hold', until });
  // Would wait for ever behind the held one.
  expect(await pool.run({ do: 'recall' })).toBe('');
  release();
  await held;
});

test('closing waits for what runs and refuses what comes', async () => {
  const { pool } = await echoPool();
  const { until, release } = lock();
  const held = pool.run({ do: 'hold', until });
  const closed = pool.close();
  await expect(pool.run({ do: 'recall' })).rejects.toMatchObject({ code: 'shutting_down' });
  release();
  expect(await held).toBe('released');
  await closed;
  expect(pool.alive).toBe(0);
});

test('a file that never comes up is tried again, and closing does not wait for it', async () => {
  const metrics = createMetrics();
  const log = createLog({ logLevel: 'silent' });
  const pool = createWorkerPool({
    name: 'missing',
    file: new URL('no-such-worker.ts', import.meta.url),
    size: 1,
    backoffMs: 1,
    log,
    metrics,
  });
  const ready = pool.ready();
  ready.catch(() => undefined);
  await expect
    .poll(async () => metrics.registry.getSingleMetricAsString('tocsin_worker_restarts_total'))
    .toMatch(/\{pool="missing"\} [2-9]/);
  await pool.close();
  await expect(ready).rejects.toMatchObject({ code: 'shutting_down' });
});
