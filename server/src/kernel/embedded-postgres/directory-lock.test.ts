import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { lockDirectory, lockHolder } from './directory-lock.ts';
import { processBirth } from './processes.ts';

let path: string;
beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-lock-'));
  path = join(directory, 'server.pid');
  return () => rmSync(directory, { recursive: true });
});

test('held until given back', () => {
  const unlock = lockDirectory(path, '/data');
  expect(lockHolder(path)?.pid).toBe(process.pid);
  expect(() => lockDirectory(path, '/data')).toThrow('already runs');
  unlock();
  expect(existsSync(path)).toBe(false);
  lockDirectory(path, '/data')();
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, birth: 'then' })],
  ['of a process whose id was given to another', JSON.stringify({ pid: process.ppid, birth: 'long ago' })],
  ['that was cut short', '{"pid":'],
])('a lock %s is taken over', (_, left) => {
  writeFileSync(path, left);
  expect(lockHolder(path)).toBeUndefined();
  const unlock = lockDirectory(path, '/data');
  expect(lockHolder(path)?.pid).toBe(process.pid);
  unlock();
});

test('a living holder is named', () => {
  writeFileSync(path, JSON.stringify({ pid: process.ppid, birth: processBirth(process.ppid) }));
  expect(() => lockDirectory(path, '/data')).toThrow(`/data is in use by another Tocsin server (pid ${process.ppid})`);
});
