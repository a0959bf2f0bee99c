import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { drillSnapshot } from './drill-snapshot.ts';
import { createIpDataHolder } from './holder.ts';

test('everyone who listens is told once about another snapshot', () => {
  const snapshot = drillSnapshot();
  const holder = createIpDataHolder();
  const told: number[] = [];
  const stop = holder.subscribe(({ id }) => told.push(id));
  expect(holder.current()).toBeNull();
  holder.replace({ id: 1, snapshot });
  holder.replace({ id: 1, snapshot: drillSnapshot() }); // the same content
  holder.replace({ id: 2, snapshot });
  stop();
  holder.replace({ id: 3, snapshot });
  expect(told).toEqual([1, 2]);
  expect(holder.current()?.id).toBe(3);
});

test('another thread opens the image without a copy', async () => {
  const snapshot = drillSnapshot();
  const module = new URL('./snapshot.ts', import.meta.url).href;
  const code = `import { parentPort, workerData } from 'node:worker_threads';
    const { openSnapshot } = await import(${JSON.stringify(module)});
    const snapshot = openSnapshot(workerData);
    const row = snapshot.lookup4(0xc6120001);
    parentPort.postMessage([snapshot.asn(row), snapshot.country(row), snapshot.image instanceof SharedArrayBuffer]);`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: snapshot.image,
    execArgv: [],
  });
  try {
    const [answer] = (await once(worker, 'message')) as [unknown];
    expect(answer).toEqual([64_521, 'AT', true]);
  } finally {
    await worker.terminate();
  }
});
