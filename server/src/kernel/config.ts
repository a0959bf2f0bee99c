import ipaddr from 'ipaddr.js';
import { Malformed } from './config-kinds.ts';
import { clientVariables, settings, type configTable, type Setting } from './config-table.ts';
import { AppError } from './errors.ts';

type Table = typeof configTable;

/** The configuration: one typed member per line of the table; optional ones may be undefined. */
export type Config = {
  readonly [K in keyof Table]: Table[K] extends { readonly default: infer D }
    ? D
    : Table[K] extends Setting<infer T>
      ? T | undefined
      : never;
};

/** One thing wrong with the environment. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
}

/**
 * The configuration that an environment describes, frozen. Throws AppError `config_invalid` whose `problems`
 * lists everything that is wrong, never with the value of a secret.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems = unknownVariables(env);
  const values: Record<string, unknown> = {};
  for (const [name, entry] of settings) {
    const given = env[entry.env]?.trim() ?? '';
    const value = given === '' ? entry.default : entry.kind.parse(given);
    if (value instanceof Malformed) {
      problems.push({
        variable: entry.env,
        problem: `expected ${value.expected}${entry.secret ? '' : `, got ${JSON.stringify(given)}`}`,
      });
    } else values[name] = Object.freeze(value);
  }
  // Every member was filled from the line of the table that types it.
  const config = Object.freeze(values) as Config;
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0) {
    const lines = problems.map(({ variable, problem }) => `${variable}: ${problem}`);
    throw new AppError('config_invalid', { detail: lines.join('\n'), problems });
  }
  return config;
}

/** The configuration for display: by variable, secrets masked. */
export function shownConfig(config: Config): Record<string, string> {
  const values: Readonly<Record<string, unknown>> = config;
  const shown: Record<string, string> = {};
  for (const [name, { env, kind, secret }] of settings) {
    const value = values[name];
    if (value !== undefined) shown[env] = secret ? '(set)' : kind.write(value);
  }
  return shown;
}

/** True for localhost and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return bare === 'localhost' || (ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback');
}

function contradictions(config: Config): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  if (config.drill && !isLoopback(config.host)) {
    found.push({ variable: 'TOCSIN_HOST', problem: 'a drill listens on a loopback address only' });
  }
  if (config.drill && config.trustedProxies.length > 0) {
    found.push({ variable: 'TOCSIN_TRUSTED_PROXIES', problem: 'a drill is not put behind a proxy' });
  }
  if (config.tlsCert === undefined && config.tlsKey !== undefined)
    found.push({ variable: 'TOCSIN_TLS_KEY', problem: 'needs TOCSIN_TLS_CERT beside it' });
  if (config.tlsCert !== undefined && config.tlsKey === undefined)
    found.push({ variable: 'TOCSIN_TLS_CERT', problem: 'needs TOCSIN_TLS_KEY beside it' });
  for (const [variable, value] of [
    ['TOCSIN_TLS_CLIENT_CERTIFICATES', config.tlsClientCertificates || undefined],
    ['TOCSIN_TLS_CLIENT_CA', config.tlsClientCa],
    ['TOCSIN_TLS_REDIRECT_PORT', config.tlsRedirectPort],
  ] as const)
    if (value !== undefined && config.tlsCert === undefined)
      found.push({ variable, problem: 'needs TOCSIN_TLS_CERT and TOCSIN_TLS_KEY' });
  if (config.databaseOwnerUrl !== undefined && config.databaseUrl === undefined) {
    found.push({ variable: 'TOCSIN_DATABASE_OWNER_URL', problem: 'needs DATABASE_URL beside it' });
  }
  if ((config.mailCertificate === undefined) !== (config.mailKey === undefined)) {
    found.push({
      variable: 'TOCSIN_MAIL_KEY',
      problem: 'needs TOCSIN_MAIL_CERTIFICATE beside it, and that one needs it',
    });
  }
  return found;
}

function unknownVariables(env: Readonly<Record<string, string | undefined>>): ConfigProblem[] {
  const known = [...settings.map(([, entry]) => entry.env), ...Object.keys(clientVariables)];
  return Object.keys(env)
    .filter((name) => name.startsWith('TOCSIN_') && !known.includes(name))
    .map((variable) => {
      const [nearest] = known
        .map((name) => ({ name, distance: editDistance(name, variable) }))
        .sort((a, b) => a.distance - b.distance);
      const hint = nearest !== undefined && nearest.distance <= 4 ? `; did you mean ${nearest.name}?` : '';
      return { variable, problem: `no such variable${hint}` };
    });
}

/** Levenshtein distance: the fewest single-character edits from a to b. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
