import pg from 'pg';
import { columnTypes } from './column-types.ts';

/**
 * Runs `work` on one connection of its own and closes it after: for commands such as migrate and backup that hold a
 * session, and for no server. `name` is shown in pg_stat_activity.
 */
export async function withConnection<T>(
  url: string,
  name: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: name, types: columnTypes });
  // A connection that breaks between two queries fails the next one; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
