import { PgBoss, type ConstructorOptions, type Job as BossJob } from 'pg-boss';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Tx } from './db.ts';
import type { Metrics } from './metrics.ts';

/** The schema that pg-boss keeps its tables in. */
const schema = 'pgboss';
/** Key of the advisory lock under which its rights are granted; arbitrary, and used for nothing else. */
const jobsLock = 0x7067_626f;

/** What a running job is told. */
export interface JobContext {
  readonly id: string;
  readonly log: Logger;
  /** Aborted when the job has run out of time or the server stops. */
  readonly signal: AbortSignal;
  /** Attempts before this one. */
  readonly retries: number;
}

/** A kind of background work: one queue, one handler. */
export interface JobDefinition<Data extends object> {
  /** `feature.verb`, such as `events.drop_expired`. */
  readonly name: string;
  /** When it runs by itself: a cron expression in UTC; its data is then `{}`. */
  readonly schedule?: string;
  /** Further attempts after a failure; 2 unless told. */
  readonly retryLimit?: number;
  /** Seconds before the first further attempt, doubled each time; 5 unless told. */
  readonly retryDelayS?: number;
  /** Seconds that one attempt may take; 900 unless told. */
  readonly limitS?: number;
  /** Must bear being run again: a job that was cut off is repeated. */
  readonly handler: (data: Data, context: JobContext) => Promise<void>;
}

/** A job whose type of data is of no concern. */
export type AnyJob = JobDefinition<never>;

/** Types a definition by its handler. */
export function defineJob<Data extends object>(definition: JobDefinition<Data>): JobDefinition<Data> {
  return definition;
}

export interface SendOptions {
  /** Commits, or vanishes, with this transaction. */
  readonly tx?: Tx;
  /** One job of a key waits at a time: a second one is not queued. */
  readonly key?: string;
  /** Seconds from now, or the time, before which it does not run. */
  readonly after?: number | Date;
}

export interface Jobs {
  /** Queues a job; undefined when one with the same key waits already. */
  send<Data extends object>(job: JobDefinition<Data>, data: Data, options?: SendOptions): Promise<string | undefined>;
  /** Runs everything that is due, here and now, until nothing is; gives the number of runs. For tests and for commands that end. */
  drain(): Promise<number>;
  /** Stops taking jobs and waits for running ones; those that outlast `graceMs` are repeated later. */
  stop(graceMs: number): Promise<void>;
}

export interface JobsOptions {
  /** Connection URL of tocsin_app. */
  readonly url: string;
  readonly definitions: readonly AnyJob[];
  /** Whether this process runs jobs and schedules (role `worker`), or only queues them. */
  readonly work: boolean;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/**
 * Installs or upgrades pg-boss in the schema `pgboss`, as tocsin_owner (`ownerUrl`), and lets tocsin_app use it without
 * owning it. Part of every migration run, after our own migrations; safe to repeat and to run twice at once.
 */
export async function ensureJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema,
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on('error', () => undefined); // start() rejects with it as well
  await boss.start();
  await boss.stop({ graceful: false });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Two servers that start at once would change the same rows of the catalogue.
    await client.query(`begin; select pg_advisory_xact_lock(${jobsLock})`);
    await client.query(`
      grant usage on schema ${schema} to tocsin_app;
      grant select, insert, update, delete on all tables in schema ${schema} to tocsin_app;
      grant usage, select on all sequences in schema ${schema} to tocsin_app;
      grant execute on all functions in schema ${schema} to tocsin_app`);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Connects to the queues, makes those that are missing, and, with `work`, begins to run jobs. Needs `ensureJobs` before. */
export async function startJobs({ url, definitions, work, log, metrics }: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss(bossOptions(url, work));
  boss.on('error', (err) => log.error({ err }, 'job queue'));
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'job queue'));
  await boss.start();
  for (const { name, retryLimit = 2, retryDelayS = 5, limitS = 900 } of definitions) {
    const queue = { retryLimit, retryDelay: retryDelayS, retryBackoff: retryDelayS > 0, expireInSeconds: limitS };
    await boss.createQueue(name, { policy: 'short', ...queue });
    await boss.updateQueue(name, queue);
  }
  if (work) await keepSchedules(boss, definitions);

  const run = async (definition: AnyJob, job: BossJob): Promise<void> => {
    const jobLog = log.child({ job: definition.name, id: job.id });
    try {
      // A queue holds what `send` put into it, typed by the definition of the same name.
      await (definition as JobDefinition<object>).handler(job.data, {
        id: job.id,
        log: jobLog,
        signal: job.signal,
        retries: job.retryCount,
      });
      metrics.jobs.inc({ job: definition.name, outcome: 'completed' });
    } catch (err) {
      metrics.jobs.inc({ job: definition.name, outcome: 'failed' });
      jobLog.error({ err, retries: job.retryCount }, 'job failed');
      throw err;
    }
  };
  if (work) {
    for (const definition of definitions) {
      await boss.work<object>(
        definition.name,
        { batchSize: 1, pollingIntervalSeconds: 1 },
        async ([job]) => job && run(definition, job),
      );
    }
  }
  return {
    async send(job, data, { tx, key, after } = {}) {
      const options = {
        singletonKey: key ?? crypto.randomUUID(),
        ...(after !== undefined && { startAfter: after }),
        ...(tx && { db: { executeSql: (text: string, values?: unknown[]) => tx.client.query(text, values) } }),
      };
      return (await boss.send(job.name, data, options)) ?? undefined;
    },
    drain: () => drainQueues(boss, definitions, run),
    stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs }),
  };
}

function bossOptions(url: string, work: boolean): ConstructorOptions {
  return {
    connectionString: url,
    application_name: 'tocsin jobs',
    schema,
    max: 4,
    // What needs the owner's rights is done by ensureJobs, or not at all: PostgreSQL's autovacuum keeps the indexes well enough.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    supervise: work,
    schedule: work,
    registerInstance: false,
  };
}

/** Makes the schedules in the database those of the definitions. */
async function keepSchedules(boss: PgBoss, definitions: readonly AnyJob[]): Promise<void> {
  for (const { name } of await boss.getSchedules()) {
    if (!definitions.some((definition) => definition.name === name && definition.schedule !== undefined))
      await boss.unschedule(name);
  }
  for (const { name, schedule } of definitions) {
    if (schedule !== undefined)
      await boss.schedule(name, schedule, {}, { tz: 'UTC', singletonKey: 'scheduled', missed: 'once' });
  }
}

async function drainQueues(
  boss: PgBoss,
  definitions: readonly AnyJob[],
  run: (definition: AnyJob, job: BossJob) => Promise<void>,
): Promise<number> {
  let runs = 0;
  for (let before = -1; before !== runs;) {
    before = runs;
    for (const definition of definitions) {
      for (const job of await boss.fetch<object>(definition.name, { batchSize: 10 })) {
        runs++;
        await run(definition, job).then(
          () => boss.complete(definition.name, job.id),
          (error: unknown) =>
            boss.fail(definition.name, job.id, { message: error instanceof Error ? error.message : String(error) }),
        );
      }
    }
  }
  return runs;
}
