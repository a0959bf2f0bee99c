import { expect, test } from 'vitest';
import { differences } from './packages.mjs';

const linux = { platform: 'linux', arch: 'x64' };
const a = { version: '1.0.0', integrity: 'sha512-a' };

test('a tree that is as locked needs nothing', () => {
  expect(differences({ '': {}, 'node_modules/a': a }, { 'node_modules/a': a }, linux)).toEqual([]);
});

test('a package that is missing, left over or of another version needs npm ci', () => {
  const b = { version: '2.0.0', integrity: 'sha512-b' };
  expect(differences({ 'node_modules/a': a }, {}, linux)).toEqual(['node_modules/a']);
  expect(differences({}, { 'node_modules/a': a }, linux)).toEqual(['node_modules/a']);
  expect(differences({ 'node_modules/a': a }, { 'node_modules/a': b }, linux)).toEqual(['node_modules/a']);
});

test('of optional packages only the binaries of this machine are missed', () => {
  const binary = (os: string, cpu: string, libc?: string[]) => ({
    ...a,
    optional: true,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc }),
  });
  const locked = {
    'node_modules/linux-x64': binary('linux', 'x64'),
    'node_modules/linux-x64-gnu': binary('linux', 'x64', ['glibc']),
    'node_modules/linux-x64-musl': binary('linux', 'x64', ['musl']),
    'node_modules/linux-arm64': binary('linux', 'arm64'),
    'node_modules/darwin-x64': binary('darwin', 'x64'),
    'node_modules/wasm': { ...a, optional: true },
  };
  expect(differences(locked, {}, linux)).toEqual(['node_modules/linux-x64', 'node_modules/linux-x64-gnu']);
});
