import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The token to use where none is given: TOCSIN_TOKEN, or the one that a server on this machine keeps for its command
 * line in `<data>/operator.token`. That one is never sent to another machine.
 */
export function findToken(baseUrl: string, env: Environment): string | undefined {
  if (env.TOCSIN_TOKEN !== undefined && env.TOCSIN_TOKEN !== '') return env.TOCSIN_TOKEN;
  if (!isThisMachine(baseUrl)) return undefined;
  try {
    return readFileSync(join(env.TOCSIN_DATA ?? '.data', 'operator.token'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

function isThisMachine(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}
