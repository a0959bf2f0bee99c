import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { directoryFor, markDirectory, removeDrill, takeDirectory } from './data-directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-data-'));
afterAll(() => rmSync(folder, { recursive: true }));
const directory = (name: string, ...files: string[]): string => {
  for (const file of files) {
    mkdirSync(join(folder, name, file, '..'), { recursive: true });
    writeFileSync(join(folder, name, file), '');
  }
  return join(folder, name);
};

test('a drill and a real programme lie apart; an option comes before the environment', () => {
  expect(directoryFor('drill', undefined, {})).not.toBe(directoryFor('real', undefined, {}));
  expect(directoryFor('drill', undefined, { TOCSIN_DATA: '/a' })).toBe('/a');
  expect(directoryFor('drill', '/b', { TOCSIN_DATA: '/a' })).toBe('/b');
});

test('a new directory belongs to its first kind for good', () => {
  const fresh = directory('fresh');
  takeDirectory(fresh, 'drill');
  takeDirectory(fresh, 'drill');
  expect(() => takeDirectory(fresh, 'real')).toThrow('never becomes real');
  removeDrill(fresh);
  expect(existsSync(fresh)).toBe(false);
  takeDirectory(fresh, 'real');
  expect(() => takeDirectory(fresh, 'drill')).toThrow('no drill is played');
  expect(() => removeDrill(fresh)).toThrow('removes drills only');
});

test('a restored database is marked once its server has told what it is', () => {
  const restored = directory('restored', 'pg/PG_VERSION');
  takeDirectory(restored, 'drill');
  takeDirectory(restored, 'real');
  markDirectory(restored, 'real');
  expect(() => takeDirectory(restored, 'drill')).toThrow('no drill is played');
});

test("what is not ours is neither used nor removed, and a running server's data stay", () => {
  const foreign = directory('foreign', 'thesis');
  expect(() => takeDirectory(foreign, 'drill')).toThrow('holds other things');
  expect(() => removeDrill(foreign)).toThrow('not marked');
  const busy = directory('busy');
  takeDirectory(busy, 'drill');
  mkdirSync(join(busy, 'run'));
  writeFileSync(join(busy, 'run', 'server.pid'), JSON.stringify({ pid: process.pid }));
  expect(() => removeDrill(busy)).toThrow('stop it first');
});
