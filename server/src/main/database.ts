import type { Logger } from 'pino';
import type { Config } from '#kernel/config.ts';
import { runningEmbedded, startEmbedded } from '#kernel/embedded-postgres/start.ts';
import { ensureJobs } from '#kernel/jobs.ts';
import { migrate } from '#kernel/migrations.ts';
import { OperatorError } from '#kernel/operator-error.ts';

/** How the database is reached: as the server's role, and as the owner where that is known. */
export interface DatabaseUrls {
  readonly app: string;
  readonly owner: string | undefined;
  stop(): Promise<void>;
}

/** Starts the embedded database, or names the external one. */
export async function openDatabase(config: Config, log: Logger, onGone: (error: Error) => void): Promise<DatabaseUrls> {
  if (config.databaseUrl !== undefined) {
    const owner = config.databaseOwnerUrl;
    return { app: config.databaseUrl, owner, stop: () => Promise.resolve() };
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log, onGone });
  return {
    app: embedded.urlFor('tocsin_app'),
    owner: embedded.urlFor('tocsin_owner'),
    stop: () => embedded.stop(),
  };
}

/** The database for a command: that of the server which runs on this data directory, else one started for the command. */
export async function borrowDatabase(config: Config, log: Logger): Promise<DatabaseUrls> {
  const running = config.databaseUrl === undefined ? runningEmbedded(config.dataDir) : undefined;
  if (running === undefined)
    return openDatabase(config, log, (error) => log.error({ err: error }, 'the database is gone'));
  return {
    app: running.urlFor('tocsin_app'),
    owner: running.urlFor('tocsin_owner'),
    stop: () => Promise.resolve(),
  };
}

/** Brings the schema up to date; needs the owner's connection. Returns the migrations that were applied. */
export async function bringUpToDate({ owner }: DatabaseUrls, log: Logger): Promise<number> {
  if (owner === undefined) {
    throw new OperatorError(
      'Migrating needs the owner of the database: set TOCSIN_DATABASE_OWNER_URL (docs/operations/database.md).',
    );
  }
  const applied = await migrate({
    url: owner,
    onApply: ({ version, name }) => log.info({ version, name }, 'migrating'),
  });
  await ensureJobs(owner);
  return applied.length;
}
