import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { QuarantineItem, Receipt, Source } from '@tocsin/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServerProcess, type ServerProcess } from '../../server/bench/server-process.ts';

const program = fileURLToPath(new URL('../src/tocsin.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tocsin-cli-flow-'));
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

let server: ServerProcess;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startServerProcess();
  env = { PATH: process.env['PATH'] ?? '', TOCSIN_URL: server.url, TOCSIN_DATA: server.dataDir };
});
afterAll(async () => {
  await server.remove();
  rmSync(folder, { recursive: true });
});

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line as a person does. */
async function tocsin(...args: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], {
      env,
      maxBuffer: 64 * 2 ** 20,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}
const answerOf = async <T>(...args: string[]): Promise<T> => JSON.parse((await tocsin('--json', ...args)).out) as T;

/** Waits until a process has printed something that matches. */
async function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const [chunk] of on(child)) {
    text += String(chunk);
    if (pattern.test(text)) return text;
  }
  throw new Error(`ended without ${String(pattern)}: ${text}`);
}
async function* on(child: ChildProcess): AsyncGenerator<unknown[]> {
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield [chunk];
}

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const event = (minute: number, address: string): string =>
  JSON.stringify({ time: `${yesterday}T10:${minute}:00Z`, address, class: 'infected-system', family: 'andromeda' });

describe('from a source to a reader', () => {
  test('a source is declared and changed', async () => {
    await tocsin(
      'org',
      'add',
      'csirt-pl',
      '--name',
      'National CSIRT of Poland',
      '--kind',
      'government',
      '--nation',
      'PL',
      '--enrolment',
      'enrolled',
    );
    await tocsin('nation', 'change', 'PL', '--enrolment', 'enrolled');
    await tocsin('org', 'constituency', 'add', 'csirt-pl', 'nation', 'PL', '--note', 'by law');
    const made = await answerOf<Source>(
      'source',
      'add',
      'sensor',
      '--tlp',
      'amber',
      '--distribution',
      'concerned',
      '--silent-after',
      '12',
    );
    expect(made).toMatchObject({
      handle: 'sensor',
      org: 'operator',
      feed: 'tocsin',
      distribution: 'concerned',
      silentAfterHours: 12,
    });
    const changed = await answerOf<Source>('source', 'change', 'sensor', '--reliability', 'A', '--show-name', 'yes');
    expect(changed).toMatchObject({ reliability: 'A', showName: true, tlp: 'amber' });
    expect((await tocsin('source', 'list')).out).toContain('sensor');
  });

  test('files are sent, plain and compressed; the same content again gets its first receipt', async () => {
    const lines = `${[10, 11, 12].map((minute) => event(minute, '198.18.160.9')).join('\n')}\n${event(13, '198.18.160.999')}\n`;
    const [plain] = await answerOf<Receipt[]>('ingest', file('a.ndjson', lines), '--source', 'sensor');
    expect(plain).toMatchObject({ records: 4, accepted: 3, quarantined: 1, name: 'a.ndjson', repeated: false });
    for (const [name, bytes] of [
      ['a.ndjson.gz', gzipSync(lines)],
      ['b', zstdCompressSync(lines)],
    ] as const)
      expect(await answerOf('ingest', file(name, bytes), '--source', 'sensor')).toMatchObject([
        { batch: plain!.batch, repeated: true },
      ]);
    expect(await tocsin('ingest', join(folder, 'a.ndjson'), '--source', 'sensor', '--strict')).toMatchObject({
      code: 1,
    });
    const table = (await tocsin('batch', 'show', String(plain!.batch))).out;
    expect(table).toContain('bad_address');
  });

  test('a refused record is read, corrected and replayed', async () => {
    const { items } = await answerOf<{ items: QuarantineItem[] }>('quarantine', 'list', '--source', 'sensor');
    expect(items).toHaveLength(1);
    const number = String(items[0]!.id);
    expect((await tocsin('quarantine', 'show', number)).out).toContain('198.18.160.999');
    const corrected = file('corrected', `${event(13, '198.18.160.99')}\n`);
    expect(await answerOf('quarantine', 'replay', number, '--corrected', corrected)).toMatchObject({
      receipt: { accepted: 1 },
      item: { state: 'replayed' },
    });
    expect(await answerOf('quarantine', 'list')).toMatchObject({ items: [], total: 0 });
  });

  test('the nation reads its events with a token of its own, and follows them live', async () => {
    const { out: secret, err } = await tocsin(
      'token',
      'create',
      '--org',
      'csirt-pl',
      '--scope',
      'events:read',
      '--name',
      'reader',
    );
    expect(secret.trim()).toMatch(/^\S{40,}$/);
    expect(err).toContain('csirt-pl');
    const { out, err: told } = await tocsin('--token', secret.trim(), 'events', '--limit', '2');
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { address: string });
    expect(events.map(({ address }) => address)).toEqual([
      '198.18.160.9',
      '198.18.160.9',
      '198.18.160.9',
      '198.18.160.99',
    ]);
    const cursor = /cursor: (\S+)/.exec(told)![1]!;

    const following = spawn(
      process.execPath,
      [program, '--token', secret.trim(), 'events', '--after', cursor, '--follow'],
      { env },
    );
    await tocsin('ingest', file('later.ndjson', `${event(20, '198.18.160.20')}\n`), '--source', 'sensor');
    expect(JSON.parse((await printed(following, /\n$/)).trim())).toMatchObject({ address: '198.18.160.20' });
    following.kill();
    await once(following, 'exit');

    expect((await tocsin('token', 'list')).out).toContain('reader');
    expect(await tocsin('--token', secret.trim(), 'token', 'list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('(forbidden, request ') as string,
    });
  });

  test('mistakes are told in words, with 1', async () => {
    expect(await tocsin('ingest', join(folder, 'none'), '--source', 'sensor')).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be read') as string,
    });
    expect(await tocsin('ingest', join(folder, 'a.ndjson'), '--source', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('unknown_source') as string,
    });
    expect(await tocsin('events', '--after', 'nonsense')).toMatchObject({
      code: 1,
      err: expect.stringContaining('invalid_cursor') as string,
    });
    expect(await tocsin('token', 'create', '--org', 'csirt-pl', '--scope', 'everything')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Scopes are') as string,
    });
    expect(await tocsin('--server', 'http://127.0.0.1:1', 'source', 'list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not answer') as string,
    });
  });
});

describe('beside the API', () => {
  test('IP data is compiled, sent and used', async () => {
    const table = file(
      'table.tsv',
      '198.18.0.0\t198.18.7.255\t64521\tAT\tEXAMPLE-ACCESS\n198.18.8.0\t198.18.15.255\t64529\tBE\tEXAMPLE-CABLE\n',
    );
    const out = join(folder, 'small.ipdata');
    expect(await answerOf('ip-data', 'compile', table, '--out', out)).toMatchObject({ name: 'small', prefixes4: 2 });
    expect(await answerOf('ip-data', 'upload', out, '--activate')).toMatchObject({ name: 'small', active: true });
    expect((await tocsin('ip-data', 'list')).out).toContain('small');
    expect(await tocsin('ip-data', 'compile', join(folder, 'none'), '--out', out)).toMatchObject({ code: 1 });
  });

  test('a backup is written while the server runs, and restored into a new directory', async () => {
    const backup = join(folder, 'all.backup');
    expect(await answerOf('backup', backup)).toMatchObject({ programme: { kind: 'drill' } });
    const restored = await answerOf<{ rows: number }>('restore', backup, '--data', join(folder, 'restored'));
    expect(restored.rows).toBeGreaterThan(100);
    expect(await tocsin('restore', backup, '--data', join(folder, 'restored'))).toMatchObject({ code: 1 });
  });

  test('without a server a token is written into the database', async () => {
    const alone = await tocsin(
      '--server',
      'http://127.0.0.1:1',
      'token',
      'create',
      '--org',
      'operator',
      '--scope',
      'console',
      '--data',
      server.dataDir,
    );
    expect(alone).toMatchObject({ code: 0 });
    expect((await tocsin('--token', alone.out.trim(), 'source', 'list')).code).toBe(0);
  });
});
