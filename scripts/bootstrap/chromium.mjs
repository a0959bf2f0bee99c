import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { Stop, run } from './child.mjs';
import { step } from './progress.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The browser that the console's tests drive: $CHROMIUM, or one on PATH, or Debian's, installed here where we may.
 * @returns {Promise<string>} its path
 */
export async function ensureChromium() {
  const found = find();
  if (found !== undefined) return found;
  const command = 'apt-get install --yes --no-install-recommends chromium';
  const apt = ['/usr/bin/apt-get'].find(executable);
  if (apt === undefined || process.getuid?.() !== 0) {
    throw new Stop(
      `The console's tests drive a Chromium, and none is installed. Install it with\n\n    ${process.platform === 'darwin' ? 'brew install --cask chromium' : `sudo ${command}`}\n\n` +
        "or point CHROMIUM at one. All other tests run without one: npm test -- --project '!browser'",
    );
  }
  await step('chromium (apt-get install)', async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run(apt, ['update', '--quiet'], { env, capture: true });
    const install = await run(apt, command.split(' ').slice(1), { env, capture: true });
    if (install.code !== 0)
      throw new Stop(
        `apt-get could not install chromium:\n${(update.code === 0 ? '' : update.output) + install.output}`,
        install.code,
      );
  });
  const installed = find();
  if (installed === undefined) throw new Stop('apt-get installed chromium, yet there is no chromium on PATH.');
  return installed;
}

function find() {
  if (process.env.CHROMIUM !== undefined) {
    if (executable(process.env.CHROMIUM)) return process.env.CHROMIUM;
    throw new Stop(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(executable);
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
