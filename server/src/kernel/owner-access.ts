import { runningEmbedded, startEmbedded, type EmbeddedOptions } from './embedded-postgres/start.ts';
import { OperatorError } from './operator-error.ts';

export interface OwnerAccess {
  /** DATABASE_URL; when set, the database is external. */
  readonly databaseUrl?: string | undefined;
  /** TOCSIN_DATABASE_OWNER_URL: the same database as tocsin_owner. */
  readonly databaseOwnerUrl?: string | undefined;
  readonly dataDir: string;
  readonly log: EmbeddedOptions['log'];
}

/**
 * Gives a command (migrate, backup, restore) the URL of tocsin_owner, whichever way the database runs: the external one,
 * the embedded one of a running server, or the embedded one started for as long as `work` takes.
 */
export async function withOwnerUrl<T>(access: OwnerAccess, work: (url: string) => Promise<T>): Promise<T> {
  const { databaseUrl, databaseOwnerUrl, dataDir, log } = access;
  if (databaseOwnerUrl !== undefined) return work(databaseOwnerUrl);
  if (databaseUrl !== undefined) {
    throw new OperatorError(
      "Set TOCSIN_DATABASE_OWNER_URL as well: this needs the role tocsin_owner, and DATABASE_URL names the server's.",
    );
  }
  const running = runningEmbedded(dataDir);
  if (running !== undefined) return work(running.urlFor('tocsin_owner'));
  const cluster = await startEmbedded({ dataDir, log });
  try {
    return await work(cluster.urlFor('tocsin_owner'));
  } finally {
    await cluster.stop();
  }
}
