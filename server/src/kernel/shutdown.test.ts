import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createShutdown, stopOnSignals } from './shutdown.ts';

function world() {
  const lines: string[] = [];
  const log = createLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) });
  const order: string[] = [];
  const shutdown = createShutdown(log);
  const add = (name: string, close: () => Promise<unknown> = async () => undefined, limitMs = 1000): void =>
    shutdown.add({ name, limitMs, close: () => (order.push(name), close()) });
  return { lines, log, order, shutdown, add };
}

test('what was started last stops first, one after the other', async () => {
  const { order, shutdown, add } = world();
  let closed = false;
  add('database', async () => expect(closed).toBe(true));
  add('http', async () => {
    await Promise.resolve();
    closed = true;
  });
  expect(await shutdown.run('test')).toBe(true);
  expect(order).toEqual(['http', 'database']);
});

test('a failing and a hanging closer keep nobody from stopping', async () => {
  const { lines, order, shutdown, add } = world();
  add('database');
  add('hanging', () => new Promise(() => undefined), 5);
  add('failing', async () => Promise.reject(new Error('broken')));
  expect(await shutdown.run('test')).toBe(false);
  expect(order).toEqual(['failing', 'hanging', 'database']);
  expect(lines.join('')).toContain('did not stop in time');
  expect(lines.join('')).toContain('"message":"broken"');
});

test('a second call waits for the first', async () => {
  const { order, shutdown, add } = world();
  add('database');
  expect(await Promise.all([shutdown.run('one'), shutdown.run('two')])).toEqual([true, true]);
  expect(order).toEqual(['database']);
});

function host() {
  let ended: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (ended = resolve));
  return { host: Object.assign(new EventEmitter(), { exit: (code: number) => ended(code) }), exited };
}

test.each(['SIGINT', 'SIGTERM'])('%s stops in order and ends with 0', async (signal) => {
  const { log, order, shutdown, add } = world();
  const { host: process, exited } = host();
  add('database');
  stopOnSignals({ shutdown, log, host: process });
  process.emit(signal);
  expect(await exited).toBe(0);
  expect(order).toEqual(['database']);
});

test('a second signal ends at once', async () => {
  const { log, shutdown, add } = world();
  const { host: process, exited } = host();
  add('hanging', () => new Promise(() => undefined), 60_000);
  stopOnSignals({ shutdown, log, host: process });
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect(await exited).toBe(1);
});

test('an error that nobody caught stops the server with 1', async () => {
  const { lines, log, shutdown } = world();
  const { host: process, exited } = host();
  stopOnSignals({ shutdown, log, host: process });
  process.emit('unhandledRejection', new Error('lost'));
  expect(await exited).toBe(1);
  expect(lines.join('')).toContain('"message":"lost"');
});
