import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { routes, createClient } from '@tocsin/api';
import { afterAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../src/tocsin.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tocsin-start-'));
const data = join(folder, 'drill');
const running: ChildProcess[] = [];

afterAll(async () => {
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map(async (child) => child.exitCode ?? (await once(child, 'exit'))));
  rmSync(folder, { recursive: true });
});

/** `tocsin start`, until it ends or says where the console is. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, [program, 'start', '--scale', '0.01', ...args], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  running.push(child);
  const told = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => (told.err += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => {
    running.splice(running.indexOf(child), 1);
    return code as number;
  });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      told.out += chunk.toString();
      // A real server logs to the same place: more may follow in the same piece.
      if (/sign in.*\n/.test(told.out)) resolve();
    });
    void ended.then(() => resolve());
  });
  const url = /http:\/\/localhost:\d+/.exec(told.out)?.[0] ?? '';
  const stop = (signal: NodeJS.Signals): Promise<number> => {
    child.kill(signal);
    return ended;
  };
  return { child, told, url, ended, stop };
}

/** Each start is a whole server with a database of its own. */
const patient = { timeout: 240_000 };

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

test('a drill is set up, said where it is, and stopped in order; the next start finds it', patient, async () => {
  const first = await start('--port', '0', '--data', data);
  expect(first.told.out).toMatch(/^Tocsin drill: http:\/\/localhost:\d+ — sign in: choose a persona\.\n$/);
  expect(first.told.err).toMatch(/✓ database and server .*✓ nations.*✓ a week of background events {2}[\d,]+ events/s);
  expect(await createClient({ baseUrl: first.url }).call(routes.personas)).toHaveLength(12);

  const port = new URL(first.url).port;
  const second = await start('--port', port, '--data', join(folder, 'other'));
  expect([await second.ended, second.told.err]).toEqual([
    1,
    expect.stringMatching(/^Port \d+ is in use by another Tocsin/),
  ]);
  const beside = await start('--port', '0', '--data', data);
  expect([await beside.ended, beside.told.err]).toEqual([1, expect.stringMatching(/in use|already/)]);
  const removing = await start('--port', '0', '--data', data, '--fresh');
  expect([await removing.ended, removing.told.err]).toEqual([1, expect.stringContaining('stop it first')]);

  expect(await first.stop('SIGINT')).toBe(0);
  expect(first.told.err).toMatch(/✓ stopping/);
  expect(await answers(first.url)).toBe(false);

  const again = await start('--port', '0', '--data', data);
  expect(again.told.err).toContain('there already');
  expect(again.told.err).not.toContain('a week of background events');
  expect(await again.stop('SIGTERM')).toBe(0);
});

test('--fresh removes a drill, and nothing else', patient, async () => {
  const mine = join(folder, 'mine');
  mkdirSync(mine);
  writeFileSync(join(mine, 'thesis'), 'ten years of work');
  for (const args of [[], ['--fresh']]) {
    const refused = await start('--port', '0', '--data', mine, ...args);
    expect(await refused.ended).toBe(1);
  }
  expect(existsSync(join(mine, 'thesis'))).toBe(true);

  writeFileSync(join(data, 'of-the-first-drill'), '');
  const real = await start('--port', '0', '--data', data, '--no-drill');
  expect([await real.ended, real.told.err]).toEqual([1, expect.stringContaining('never becomes real')]);
  const fresh = await start('--port', '0', '--data', data, '--fresh');
  expect(fresh.told.err).toContain('✓ a week of background events');
  expect(existsSync(join(data, 'of-the-first-drill'))).toBe(false);
  expect(await fresh.stop('SIGTERM')).toBe(0);
});

test('a real programme is empty, and says how its first operator enrols', patient, async () => {
  const real = await start('--port', '0', '--data', join(folder, 'real'), '--no-drill');
  const line = real.told.out.split('\n').find((each) => each.includes('sign in'));
  expect(line).toMatch(
    /^Tocsin: http:\/\/localhost:\d+ — sign in with your account\. The first operator .*: npm run tocsin -- --server http:\/\/localhost:\d+ init --mail /,
  );
  expect(await createClient({ baseUrl: real.url }).call(routes.personas)).toEqual([]);
  expect(await real.stop('SIGINT')).toBe(0);
});
