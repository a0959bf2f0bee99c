import pg from 'pg';
import { columnTypes } from './column-types.ts';
import { OperatorError } from './operator-error.ts';

/** A running transaction. Its client serves what SQL text cannot: COPY streams. */
export interface Tx {
  /** All rows. `text` is plain SQL with $1, $2 … for `values`. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** The only row; throws when there are none or several. */
  one<R extends object>(text: string, values?: readonly unknown[]): Promise<R>;
  /** The only row or undefined; throws when there are several. */
  maybe<R extends object>(text: string, values?: readonly unknown[]): Promise<R | undefined>;
  readonly client: pg.PoolClient;
}

/**
 * The database as the server sees it: every transaction says first who acts. It commits when `work` resolves and
 * rolls back when `work` throws; the error passes through.
 */
export interface Db {
  /** Acts as the org with this id: row-level security shows its rows and no others. */
  asOrg<T>(org: number, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The rows of one statement that only reads, as the org with this id: in one round trip, and planned once per connection
   * for all its values. For statements that are quicker run than planned, or sent.
   */
  readAsOrg<R extends object>(org: number, statement: ReadStatement): Promise<R[]>;
  /** Acts as the programme itself (pipeline, jobs). `reason` goes to the log. */
  asSystem<T>(reason: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Acts with the rights of tocsin_ingest: events may be added, never changed. */
  asIngest<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly pool: pg.Pool;
  /** Waits for running transactions, then closes every connection. */
  close(): Promise<void>;
}

/** A statement that reads; the same name has always the same text. */
export interface ReadStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (number | string | readonly string[])[];
}

/** What the database writes to the log; a pino logger is one. */
export interface DbLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface DbOptions {
  /** Connection URL of the server's own role (tocsin_app). */
  readonly url: string;
  readonly log: DbLog;
  /** Most connections at once; 10 unless told. */
  readonly connections?: number;
  /** Shown in pg_stat_activity; 'tocsin' unless told. */
  readonly name?: string;
}

const silent: DbLog = { debug: () => undefined, warn: () => undefined };

/** A pool with our column types. `connections` counts the most connections at once. */
export function createPool({
  url,
  log,
  connections = 10,
  name = 'tocsin',
}: Partial<DbOptions> & { url: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: name,
    types: columnTypes,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    onConnect: settle,
  });
  const lost = (error: Error) => {
    // While we leave, the database may go before the last of our connections has.
    if (!pool.ending) (log ?? silent).warn({ err: error }, 'a database connection was lost');
  };
  // Without these two a connection that breaks, idle or in a transaction, would end the process.
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/**
 * A server's or role's own defaults must not change how values are written and read. pg-pool hands a connection out
 * when the promise is fulfilled.
 */
function settle(client: pg.ClientBase): unknown {
  return client.query(`set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set bytea_output to 'hex'`);
}

/**
 * Connects as the server's role. Throws an OperatorError when that role could pass row-level security: a superuser,
 * a role with BYPASSRLS, or a member of one.
 */
export async function openDb(options: DbOptions): Promise<Db> {
  const pool = createPool(options);
  try {
    await refuseBypass(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return dbOn(pool, options.log);
}

/** The contract of {@link Db} on a pool, without the check of its role. */
export function dbOn(pool: pg.Pool, log: DbLog): Db {
  return {
    asOrg(org, work) {
      if (!Number.isSafeInteger(org) || org <= 0)
        return Promise.reject(new TypeError(`not the id of an org: ${String(org)}`));
      return inTransaction(pool, `begin; set local app.org = '${org}'`, work);
    },
    readAsOrg(org, statement) {
      if (!Number.isSafeInteger(org) || org <= 0)
        return Promise.reject(new TypeError(`not the id of an org: ${String(org)}`));
      return readOnce(pool, org, statement);
    },
    asSystem(reason, work) {
      log.debug({ reason }, 'the programme acts itself');
      return inTransaction(pool, `begin; set local app.org = '0'`, work);
    },
    asIngest: (work) => inTransaction(pool, `begin; set local app.org = '0'; set local role tocsin_ingest`, work),
    pool,
    close: () => pool.end(),
  };
}

/** A plan for any values, and none that is compiled: either costs more than a short statement takes to run. */
const planOnce = 'set local plan_cache_mode = force_generic_plan; set local jit = off';

/** Statements that a connection keeps prepared; plans take memory there. */
const mostPrepared = 32;

/** Names of statements that a connection has prepared, the oldest first. */
const preparedOn = new WeakMap<pg.PoolClient, Set<string>>();

/** A read-only transaction of one statement, sent as a whole. */
async function readOnce<R extends object>(
  pool: pg.Pool,
  org: number,
  { name, text, values }: ReadStatement,
): Promise<R[]> {
  const client = await pool.connect();
  const prepared = preparedOn.get(client) ?? new Set();
  preparedOn.set(client, prepared);
  const statement = pg.escapeIdentifier(name);
  let broken: Error | undefined;
  try {
    if (!prepared.has(name)) {
      const [oldest] = prepared;
      if (oldest !== undefined && prepared.size >= mostPrepared) {
        prepared.delete(oldest);
        await client.query(`deallocate ${pg.escapeIdentifier(oldest)}`);
      }
      await client.query(`prepare ${statement} as ${text}`);
      prepared.add(name);
    }
    const given = values.length === 0 ? '' : ` (${values.map(literal).join(', ')})`;
    const sent = `begin read only; set local app.org = '${org}'; ${planOnce}; execute ${statement}${given}; commit`;
    const results = (await client.query(sent)) as unknown as pg.QueryResult<R>[];
    return results.at(-2)?.rows ?? [];
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function literal(value: ReadStatement['values'][number]): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a number: ${value}`);
    return String(value);
  }
  if (typeof value === 'string') return pg.escapeLiteral(value);
  return `array[${value.map((one) => pg.escapeLiteral(one)).join(', ')}]::text[]`;
}

/** One transaction on a pooled connection, opened by `begin`; a connection that breaks in it leaves the pool. */
async function inTransaction<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip: the settings are the transaction's own and end with it.
    await client.query(begin);
    const result = await work(txOn(client));
    const end = await client.query('commit');
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; work must have swallowed one.
    if (end.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The query functions on one connection. */
export function txOn(client: pg.PoolClient): Tx {
  const query = async <R extends object>(text: string, values?: readonly unknown[]) =>
    (await client.query<R>(text, values as unknown[] | undefined)).rows;
  const maybe = async <R extends object>(text: string, values?: readonly unknown[]) => {
    const rows = await query<R>(text, values);
    if (rows.length > 1) throw new Error(`at most one row expected, ${rows.length} found: ${firstLine(text)}`);
    return rows[0];
  };
  const one = async <R extends object>(text: string, values?: readonly unknown[]) => {
    const row = await maybe<R>(text, values);
    if (row === undefined) throw new Error(`one row expected, none found: ${firstLine(text)}`);
    return row;
  };
  return { query, one, maybe, client };
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

async function refuseBypass(pool: pg.Pool): Promise<void> {
  // A superuser is a member of every role, so that one question finds all ways around row-level security.
  const { rows } = await pool.query<{ me: string; rolname: string; rolsuper: boolean }>(
    `select current_user as me, rolname, rolsuper from pg_roles
     where (rolsuper or rolbypassrls) and pg_has_role(current_user, oid, 'member')
     order by rolname <> current_user, rolname`,
  );
  const way = rows[0];
  if (way === undefined) return;
  const what = way.rolsuper ? 'a superuser' : 'a role with BYPASSRLS';
  const how = way.rolname === way.me ? `is ${what}` : `is a member of ${way.rolname}, ${what}`;
  throw new OperatorError(
    `The server does not start: its database role "${way.me}" ${how}, and row-level security would not hold. ` +
      'Let DATABASE_URL name the role tocsin_app (docs/operations/database.md).',
  );
}
