import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @typedef {{ code: number, output: string }} Ended */

/** A step that could not be done; its message tells a person what to do about it. */
export class Stop extends Error {
  /** @param {string} message @param {number} [code] exit code */
  constructor(message, code = 1) {
    super(message);
    this.code = code;
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let lastSignalAt = -Infinity;
let signals = 0;

/**
 * Runs a program to its end and returns its exit code (128 + signal when a signal ended it).
 * It gets a process group of its own: a terminal sends Ctrl-C to every process of a group and npm sends it once more, so that the
 * child would see two or three; here it sees one, from `forwardSignals`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean }} [options] capture: collect stdout and stderr instead of showing them
 * @returns {Promise<Ended>}
 */
export function run(command, args, { cwd, env = process.env, capture = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 128 + (signal === null ? 0 : (constants.signals[signal] ?? 0)), output });
    });
  });
}

/** @param {NodeJS.Signals} signal */
export function signalChildren(signal) {
  for (const child of running) child.kill(signal);
}

/**
 * Passes each deliberate signal on to the running children, once. Copies that arrive within half a second are the same key press;
 * the third press means that asking did not help, and kills the process groups.
 */
export function forwardSignals() {
  const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
    const now = performance.now();
    const copy = now - lastSignalAt < 500;
    lastSignalAt = now;
    if (copy) return;
    signals += 1;
    if (running.size === 0) process.exit(128 + (constants.signals[signal] ?? 0));
    if (signals < 3) signalChildren(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    else for (const child of running) killGroup(child);
  };
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => onSignal(signal));
  }
  if (process.env.npm_lifecycle_event !== undefined) watchParent(() => onSignal('SIGTERM'));
}

/**
 * Calls `gone` once the parent is. npm hands signals to the shell between it and us, and Debian's dies of SIGTERM without passing it
 * on: `kill` or `docker stop` of npm would leave the server running.
 * @param {() => void} gone
 */
function watchParent(gone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 250);
  timer.unref();
}

/** @returns {boolean} whether a person has asked the bootstrap to stop */
export const interrupted = () => signals > 0;

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
