import { createClient, type Client } from '@tocsin/api';
import type { Command } from 'commander';
import type { Environment } from './environment.ts';
import { findToken } from './token-file.ts';

/** What a command works with. */
export interface CliContext {
  readonly client: Client;
  /** True with --json: machines read the answer. */
  readonly json: boolean;
  /** Prints an answer: `value` as JSON for machines, else what `human` makes of it. */
  readonly out: (value: unknown, human: () => string) => void;
  /** Prints text as it is. */
  readonly write: (text: string) => void;
  readonly baseUrl: string;
  readonly env: Environment;
}

export const defaultServer = 'http://localhost:8080';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly server?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** Adds the options of {@link GlobalOptions} to the program. */
export function addGlobalOptions(program: Command): Command {
  return program
    .option('--server <url>', `address of the server (TOCSIN_URL; default ${defaultServer})`)
    .option('--token <token>', 'API token (TOCSIN_TOKEN; else operator.token of the data directory, on this machine)')
    .option('--json', 'print JSON, for machines');
}

/** The context of one call. `write` gets what is printed. */
export function createContext(options: GlobalOptions, env: Environment, write: (text: string) => void): CliContext {
  const baseUrl = (options.server ?? env.TOCSIN_URL ?? defaultServer).replace(/\/+$/, '');
  const token = options.token ?? findToken(baseUrl, env);
  const json = options.json === true;
  return {
    client: createClient({ baseUrl, fetch: fetchFrom(baseUrl), ...(token !== undefined && { token }) }),
    json,
    write,
    baseUrl,
    env,
    out: (value, human) => write(json ? `${JSON.stringify(value, null, 2)}\n` : `${human()}\n`),
  };
}

/** fetch, whose failure names the server and the reason instead of "fetch failed". */
function fetchFrom(baseUrl: string): typeof fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (cause) {
      if (init?.signal?.aborted === true) throw cause;
      const inner = cause instanceof Error ? cause.cause : undefined;
      const reason = typeof inner === 'object' && inner !== null && 'code' in inner ? ` (${String(inner.code)})` : '';
      const error = new Error(`${baseUrl} does not answer${reason}. Is it running, and is that its address?`, {
        cause,
      });
      error.name = '';
      throw error;
    }
  };
}
