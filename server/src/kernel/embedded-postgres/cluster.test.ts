import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkFreeSpace, startFailure } from './cluster.ts';
import { parsePostmasterFile } from './postmaster-file.ts';
import { fitsSocket } from './socket-directory.ts';

test('a nearly full disk is refused before anything is started', () => {
  expect(checkFreeSpace(tmpdir(), 0)).toBeGreaterThan(0);
  expect(() => checkFreeSpace(tmpdir(), 1e12)).toThrow(/Only \d+ MB are free .* at least 1000000000000 MB/);
});

test('why PostgreSQL did not start is told from its log', () => {
  expect(startFailure('PANIC:  could not write to file "pg_wal": No space left on device', '/data').message).toContain(
    'disk of /data is full',
  );
  expect(startFailure('LOG:  starting\nFATAL:  it is broken\nLOG:  down', '/data').message).toBe(
    'PostgreSQL did not start: FATAL:  it is broken',
  );
  expect(startFailure('spawn EPERM', '/data').message).toContain('ordinary user');
  expect(startFailure('nothing known', '/data').message).toContain('nothing known');
});

test('postmaster.pid is read by its lines', () => {
  const lines = ['4711', '/data/pg', '1700000000', '5432', '/run/socket', '', ' 5 6', 'ready   '];
  expect(parsePostmasterFile(lines.join('\n'))).toEqual({ pid: 4711, socketDir: '/run/socket', status: 'ready' });
  expect(parsePostmasterFile(lines.slice(0, 3).join('\n'))).toEqual({ pid: 4711, socketDir: '', status: '' });
  expect(parsePostmasterFile('')).toBeUndefined();
  // A stand-alone backend (initdb) writes a negative pid.
  expect(parsePostmasterFile('-4711\n')).toBeUndefined();
});

test('socket names must fit the operating system', () => {
  expect(fitsSocket('/var/lib/tocsin/run/socket')).toBe(true);
  expect(fitsSocket(`/${'x'.repeat(100)}`)).toBe(false);
});
