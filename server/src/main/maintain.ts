import { scopes, type Scope } from '@tocsin/api';
import type { Logger } from 'pino';
import { mintToken } from '#auth/store.ts';
import { restore } from '#kernel/backup/restore.ts';
import { backup } from '#kernel/backup/store.ts';
import { systemClock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import { openDb } from '#kernel/db.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import { compileFiles } from '#registry/ip-data/client/compile-files.ts';
import { inviteOperator } from './first-operator.ts';
import { borrowDatabase, bringUpToDate, type DatabaseUrls } from './database.ts';

type Command = (rest: readonly string[], database: DatabaseUrls, log: Logger, config: Config) => Promise<object>;

const needsOwner = (database: DatabaseUrls): string => {
  if (database.owner === undefined)
    throw new OperatorError('This needs the owner of the database: set TOCSIN_DATABASE_OWNER_URL.');
  return database.owner;
};

const progress = (log: Logger) => (step: { step: string; table: string; tablesDone: number; tables: number }) =>
  log.info(step, 'progress');

/** Each prints one JSON object. */
const commands: Readonly<Record<string, Command>> = {
  async migrate(_rest, database, log) {
    return { applied: await bringUpToDate(database, log) };
  },
  async backup([file], database, log, { dataDir }) {
    if (file === undefined) throw new OperatorError('backup FILE');
    return backup({ url: needsOwner(database), file, now: systemClock.now(), dataDir, onProgress: progress(log) });
  },
  async restore([file, ...options], database, log, { dataDir }) {
    if (file === undefined) throw new OperatorError('restore FILE [--force]');
    const force = options.includes('--force');
    return restore({ file, url: needsOwner(database), force, dataDir, onProgress: progress(log) });
  },
  async init([mail, name, ...options], database, log, config) {
    if (mail === undefined || name === undefined) throw new OperatorError('init MAIL NAME [--again]');
    if (database.owner !== undefined) await bringUpToDate(database, log);
    const db = await openDb({ url: database.app, log });
    try {
      return await inviteOperator(db, config, { mail, name, again: options.includes('--again') });
    } finally {
      await db.close();
    }
  },
  async token([org, name, ...wanted], database, log) {
    const unknown = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope));
    if (org === undefined || name === undefined || wanted.length === 0 || unknown.length > 0) {
      throw new OperatorError(
        `token ORG NAME SCOPE...   Scopes: ${scopes.join(', ')}${unknown.length > 0 ? `; unknown: ${unknown.join(', ')}` : ''}`,
      );
    }
    const db = await openDb({ url: database.app, log });
    try {
      return await db.asSystem('token by command', (tx) =>
        mintToken(tx, { org, name, scopes: wanted as Scope[] }, { org: 0, name: 'command line' }, systemClock.now()),
      );
    } finally {
      await db.close();
    }
  },
};

/** Compiles registry files into an IP data snapshot; needs no database. */
async function compileIpData([out, ...inputs]: readonly string[], log: Logger): Promise<object> {
  if (out === undefined || inputs.length === 0) throw new OperatorError('compile-ip-data OUT INPUT...');
  return compileFiles(
    inputs.map((path) => ({ path })),
    out,
    (progress) => log.info(progress, 'progress'),
  );
}

/** Runs one command on the database, that of a running server where there is one, and prints its result as JSON. */
export async function maintain(name: string, rest: readonly string[], config: Config, log: Logger): Promise<void> {
  if (name === 'compile-ip-data') {
    console.log(JSON.stringify(await compileIpData(rest, log)));
    return;
  }
  const command = commands[name];
  if (command === undefined)
    throw new OperatorError(
      `There is no command ${name}. Commands: serve, ${Object.keys(commands).join(', ')}, compile-ip-data.`,
    );
  const database = await borrowDatabase(config, log);
  try {
    console.log(JSON.stringify(await command(rest, database, log, config)));
  } finally {
    await database.stop();
  }
}
