import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Stop } from './child.mjs';
import { inTools } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Runs `work` while no other bootstrap of this tree does: two `npm ci` at once destroy each other's node_modules.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  const lock = inTools('bootstrap.pid');
  mkdirSync(inTools(), { recursive: true });
  if (!take(lock)) {
    await step('waiting for another bootstrap of this directory', async () => {
      const patience = performance.now() + 15 * 60_000;
      while (!take(lock)) {
        if (performance.now() > patience) throw new Stop(`It does not end. If none is running, delete ${lock}.`);
        await setTimeout(200);
      }
    });
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** @param {string} lock @returns {boolean} whether it is ours now */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (holderLives(lock)) return false;
  rmSync(lock, { force: true });
  return take(lock);
}

/** @param {string} lock */
function holderLives(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    process.kill(holder, 0);
    return holder !== process.pid;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
