import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findToken } from './token-file.ts';

const data = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
writeFileSync(join(data, 'operator.token'), 'from-file\n');
afterAll(() => rmSync(data, { recursive: true }));

test('the token comes from the environment, else from the data directory', () => {
  expect(findToken('http://localhost:8080', { TOCSIN_TOKEN: 'given', TOCSIN_DATA: data })).toBe('given');
  for (const url of ['http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:1'])
    expect(findToken(url, { TOCSIN_DATA: data })).toBe('from-file');
  expect(findToken('http://localhost:8080', { TOCSIN_DATA: join(data, 'none') })).toBeUndefined();
});

test("this machine's token is never sent to another", () => {
  for (const url of ['https://tocsin.example', 'http://localhost.example:8080', 'http://127.0.0.1.example', 'nonsense'])
    expect(findToken(url, { TOCSIN_DATA: data })).toBeUndefined();
});
