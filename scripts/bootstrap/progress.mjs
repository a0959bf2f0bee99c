// What a waiting person sees. It goes to stderr: stdout belongs to the command that is being prepared.

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** @param {number} since milliseconds, as from performance.now() */
export const elapsed = (since) => {
  const seconds = (performance.now() - since) / 1000;
  const whole = Math.round(seconds);
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/**
 * Shows one step while `work` runs: a line that moves on a terminal, a line at the start and one at the end elsewhere.
 * Returns or throws what `work` does.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const out = process.stderr;
  const start = performance.now();
  const live = Boolean(out.isTTY) && process.env.CI === undefined;
  let frame = 0;
  const draw = () => out.write(`\r\x1b[2K${frames[frame++ % frames.length]} ${title}  ${elapsed(start)}`);
  const timer = live ? setInterval(draw, 100) : undefined;
  if (!live) out.write(`  ${title} ...\n`);
  const end = (/** @type {string} */ mark, /** @type {string} */ how) =>
    out.write(`${live ? '\r\x1b[2K' : ''}${mark} ${title}  ${how}${elapsed(start)}\n`);
  try {
    const result = await work();
    end('✓', '');
    return result;
  } catch (error) {
    end('✗', 'failed after ');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
