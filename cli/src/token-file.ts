import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDirectory } from './data-directory.ts';
import type { Environment } from './environment.ts';

/**
 * The token to use where none is given: TOCSIN_TOKEN, or the one that a server on this machine keeps for its command
 * line in `<data>/operator.token`. That one is never sent to another machine.
 */
export function findToken(baseUrl: string, env: Environment): string | undefined {
  if (env.TOCSIN_TOKEN !== undefined && env.TOCSIN_TOKEN !== '') return env.TOCSIN_TOKEN;
  if (!isThisMachine(baseUrl)) return undefined;
  const directories = env.TOCSIN_DATA ? [env.TOCSIN_DATA] : [...runningFirst(baseUrl), '.data'];
  return directories
    .map((directory) => readText(join(directory, 'operator.token')))
    .find((token) => token !== undefined);
}

/** Where `tocsin start` keeps data, that of the server which answers at this address before the others. */
function runningFirst(baseUrl: string): string[] {
  const { port } = new URL(baseUrl);
  const answersHere = (directory: string): boolean =>
    readText(addressFile(directory))?.endsWith(`:${port || '80'}`) === true;
  return (['real', 'drill'] as const)
    .map(defaultDirectory)
    .sort((a, b) => Number(answersHere(b)) - Number(answersHere(a)));
}

/** Where a running server's address is kept. */
export const addressFile = (directory: string): string => join(directory, 'address');

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Whether an address names the machine that we run on. */
export function isThisMachine(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}
