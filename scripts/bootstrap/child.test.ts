import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

/** A program that counts the SIGINTs it gets, and ends as it is told on its standard input. */
const counter = `
  let count = 0;
  process.on('SIGINT', () => console.log('signal ' + ++count));
  process.stdin.on('data', (text) => process.exit(Number(text)));
  console.log('ready');
`;

/** The bootstrap's part: runs the counter as a child and exits with its code. */
const parent = `
  import { forwardSignals, run } from ${JSON.stringify(new URL('./child.mjs', import.meta.url).href)};
  forwardSignals();
  process.exit((await run(process.execPath, ['-e', ${JSON.stringify(counter)}])).code);
`;

test('a key press that arrives three times reaches the child once, and its exit code comes back', async () => {
  const bootstrap = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(bootstrap.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  for (let copy = 0; copy < 3; copy++) bootstrap.kill('SIGINT');
  expect((await lines.next()).value).toBe('signal 1');
  bootstrap.stdin.write('7');
  const [code] = await once(bootstrap, 'exit');
  expect(await lines.next()).toMatchObject({ done: true });
  expect(code).toBe(7);
});

test('under npm, the child is asked to end when the shell between npm and the bootstrap dies', async () => {
  const env = { ...process.env, npm_lifecycle_event: 'start', PROGRAM: parent };
  const command = `"${process.execPath}" --input-type=module -e "$PROGRAM"; exit $?`;
  const shell = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface(shell.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  shell.kill('SIGKILL');
  // The counter does not handle SIGTERM: it ends, and with it the pipe.
  expect(await lines.next()).toMatchObject({ done: true });
});

test('a child that a signal ended is told as 128 and its number', async () => {
  const killed = `import { run } from ${JSON.stringify(new URL('./child.mjs', import.meta.url).href)};
    console.log((await run(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).code);`;
  const bootstrap = spawn(process.execPath, ['--input-type=module', '-e', killed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(bootstrap.stdout, 'data');
  expect(String(output).trim()).toBe('137');
});
