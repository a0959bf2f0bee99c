import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig, shownConfig, isLoopback, type ConfigProblem } from './config.ts';
import { renderConfigurationPage, settings } from './config-table.ts';
import { AppError } from './errors.ts';

function problemsOf(env: Record<string, string>): ConfigProblem[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof AppError && error.code === 'config_invalid') return error.extra?.problems as ConfigProblem[];
    throw error;
  }
  return [];
}

test('docs/operations/configuration.md is the table: node scripts/generate-docs.ts', () => {
  const page = readFileSync(new URL('../../../docs/operations/configuration.md', import.meta.url), 'utf8');
  expect(page).toBe(renderConfigurationPage());
});

test('an empty environment gives the defaults, frozen', () => {
  const config = loadConfig({ HOME: '/nowhere', TOCSIN_WATCH_DIR: ' ' });
  expect(config).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    dataDir: '.data',
    drill: false,
    retentionDays: 90,
    trustedProxies: [],
  });
  expect(config.watchDir).toBeUndefined();
  expect(config.ingestWorkers).toBeGreaterThanOrEqual(1);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.roles)).toBe(true);
});

test('every default has the form of its kind', () => {
  for (const [name, { kind, default: standard }] of settings) {
    if (standard === undefined || (Array.isArray(standard) && standard.length === 0)) continue;
    expect(kind.parse(kind.write(standard)), name).toEqual(standard);
  }
});

test('each kind reads what it should', () => {
  const config = loadConfig({
    TOCSIN_PORT: '0',
    TOCSIN_DRILL: 'yes',
    TOCSIN_ROLES: 'worker, web,web',
    TOCSIN_TRUSTED_PROXIES: '',
    TOCSIN_MAX_RECORD_BYTES: '64 KiB',
    TOCSIN_PUBLIC_URL: 'https://tocsin.example.org',
    TOCSIN_LOG_LEVEL: 'debug',
  });
  expect(config).toMatchObject({
    port: 0,
    drill: true,
    roles: ['web', 'worker'],
    maxRecordBytes: 65536,
    logLevel: 'debug',
  });
  expect(loadConfig({ TOCSIN_TRUSTED_PROXIES: '192.0.2.1, 2001:db8::/32' }).trustedProxies).toEqual([
    '192.0.2.1',
    '2001:db8::/32',
  ]);
});

test('all mistakes are told at once', () => {
  const problems = problemsOf({
    TOCSIN_PORT: '80a',
    TOCSIN_DRILL: 'maybe',
    TOCSIN_ROLES: 'web,cook',
    TOCSIN_TRUSTED_PROXIES: 'example.org',
    TOCSIN_PUBLIC_URL: 'ftp://example.org',
    TOCSIN_MAX_RECORD_BYTES: '2TiB',
    TOCSIN_LOG_LEVEL: 'loud',
    TOCSIN_RETENTION_DAYS: '0',
  });
  expect(problems.map(({ variable }) => variable).sort()).toEqual([
    'TOCSIN_DRILL',
    'TOCSIN_LOG_LEVEL',
    'TOCSIN_MAX_RECORD_BYTES',
    'TOCSIN_PORT',
    'TOCSIN_PUBLIC_URL',
    'TOCSIN_RETENTION_DAYS',
    'TOCSIN_ROLES',
    'TOCSIN_TRUSTED_PROXIES',
  ]);
});

describe('unknown variables', () => {
  test('are refused, with the nearest name', () => {
    expect(problemsOf({ TOCSIN_RETENTION_DAY: '3' })).toEqual([
      { variable: 'TOCSIN_RETENTION_DAY', problem: 'no such variable; did you mean TOCSIN_RETENTION_DAYS?' },
    ]);
    expect(problemsOf({ TOCSIN_SOMETHING_ELSE: '3' })[0]?.problem).toBe('no such variable');
  });

  test('those of the command line are known', () => {
    expect(problemsOf({ TOCSIN_TOKEN: 'secret', TOCSIN_URL: 'http://localhost:8080' })).toEqual([]);
  });
});

test.each([
  [{ TOCSIN_DRILL: 'true', TOCSIN_HOST: '0.0.0.0' }, 'TOCSIN_HOST'],
  [{ TOCSIN_DRILL: 'true', TOCSIN_TRUSTED_PROXIES: '192.0.2.1' }, 'TOCSIN_TRUSTED_PROXIES'],
  [{ TOCSIN_DATABASE_OWNER_URL: 'postgres://localhost/tocsin' }, 'TOCSIN_DATABASE_OWNER_URL'],
  [{ TOCSIN_TLS_CERT: 'cert.pem' }, 'TOCSIN_TLS_CERT'],
  [{ TOCSIN_TLS_KEY: 'key.pem' }, 'TOCSIN_TLS_KEY'],
  [{ TOCSIN_TLS_CLIENT_CA: 'ca.pem' }, 'TOCSIN_TLS_CLIENT_CA'],
  [{ TOCSIN_TLS_CLIENT_CERTIFICATES: 'true' }, 'TOCSIN_TLS_CLIENT_CERTIFICATES'],
  [{ TOCSIN_TLS_REDIRECT_PORT: '80' }, 'TOCSIN_TLS_REDIRECT_PORT'],
])('%o contradicts itself', (env, variable) => {
  expect(problemsOf(env)).toMatchObject([{ variable }]);
});

test('secrets are shown neither in problems nor in the display', () => {
  const config = loadConfig({ TOCSIN_METRICS_TOKEN: 'hunter2' });
  expect(shownConfig(config)).toMatchObject({ TOCSIN_METRICS_TOKEN: '(set)', TOCSIN_PORT: '8080' });
  expect(JSON.stringify(problemsOf({ DATABASE_URL: 'mysql://user:hunter2@db.example.org' }))).not.toContain('hunter2');
});

test('loopback', () => {
  expect(
    ['127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1'].filter((host) => !isLoopback(host)),
  ).toEqual([]);
  expect(['0.0.0.0', '::', '192.0.2.1', 'localhost.example.org', ''].filter(isLoopback)).toEqual([]);
});
