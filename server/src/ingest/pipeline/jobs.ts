import { createHash } from 'node:crypto';
import type { Receipt } from '@tocsin/api';
import type { Logger } from 'pino';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError, toAppError } from '#kernel/errors.ts';
import type { WorkerPool } from '#kernel/worker-pool.ts';
import { failBatch, finishBatch, openBatch, type NewBatch } from '../batches/store.ts';
import { afterBatch } from '../alarms/jobs.ts';
import type { RecordLimits } from '../facts.ts';
import { internNames } from '../interning/store.ts';
import { createKnownIds, learn } from '../names.ts';
import { patchPortion, type FilteredCounts, type Portion } from '../portion.ts';
import {
  ensurePartitions,
  storePortions,
  takePortionIds,
  type PortionToStore,
  type Stored,
} from '../portions/store.ts';
import { PORTION_RECORDS, type WorkerAnswer, type WorkerRequest } from '../sessions.ts';
import type { SourceRow } from '../sources/store.ts';
import { createGroupWriter } from '../writer.ts';
import { createFactsKeeper, type LoadFacts } from './facts-keeper.ts';
import { gather } from './gather.ts';
import type { IngestMetrics } from './metrics.ts';
import { createWindow } from './window.ts';

/** A body to take, and what its sender said about it. */
export interface BodyToTake {
  readonly body: AsyncIterable<Uint8Array>;
  readonly source: SourceRow;
  readonly feed: string;
  readonly report: string | null;
  readonly name: string | null;
  readonly idempotencyKey: string | null;
  readonly sentBy: string;
  /** A repetition is meant: the body's hash does not count (replay from quarantine). */
  readonly repeatable?: boolean;
}

export interface Pipeline {
  /** Takes a body to its end and returns the receipt after everything is committed. Throws AppError. */
  take(body: BodyToTake): Promise<Receipt>;
  /** Looks at once whether the registry or the IP data have changed. */
  refresh(): Promise<void>;
  readonly inFlight: number;
  /** Takes nothing new, and resolves when all that was taken is committed. */
  drain(): Promise<void>;
}

export interface PipelineOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: IngestMetrics;
  /** One pool of one thread per worker: a body stays with its thread. */
  readonly workers: readonly WorkerPool<WorkerRequest, WorkerAnswer>[];
  readonly loadFacts: LoadFacts;
  readonly limits: RecordLimits;
  readonly window: number;
  readonly episodeGapDays: number;
}

/** Two transactions at once keep PostgreSQL busy while one of them waits for its commit to reach the disk. */
const lanes = 2;
const chunkBytes = 256 * 1024;
/** Bodies at once, and bytes of records that wait in all of them: beyond these, senders wait and portions go out early. */
const mostBodies = 256;
const mostWaitingBytes = 96 * 1024 * 1024;
const idleMs = 40;
const admissionMs = 2_000;
const portionIdsAtOnce = 64;
const samplesPerBatch = 5;

export function createPipeline(options: PipelineOptions): Pipeline {
  const { db, clock, log, metrics, workers, limits, episodeGapDays } = options;
  const window = createWindow(options.window);
  const known = createKnownIds();
  const days = new Set<string>();
  const facts = createFactsKeeper(options.loadFacts, clock, (loaded) =>
    Promise.all(workers.map((worker) => worker.everywhere('facts', { kind: 'facts', facts: loaded }))),
  );
  let portionIds: number[] = [];
  let nextSession = 1;
  let draining = false;
  let taking = 0;
  let waitingBytes = 0;
  let drained: (() => void) | undefined;
  // Failed while the database could not be told: open in its eyes, they would refuse the sender's retry under their key.
  const unmarked = new Map<number, { code: string; detail: string }>();

  async function markFailures(): Promise<void> {
    for (const [id, failure] of unmarked) {
      await failBatch(db, id, failure, clock.now());
      unmarked.delete(id);
    }
  }

  const writer = createGroupWriter<PortionToStore, Stored>({
    lanes,
    groupSize: PORTION_RECORDS,
    sizeOf: ({ portion }) => portion.count + portion.held.length,
    commit: async (portions) => {
      const stop = metrics.commitSeconds.startTimer();
      const stored = await storePortions(db, portions, episodeGapDays, clock.now());
      stop();
      return stored;
    },
    lost: (error) => toAppError(error).code === 'database_unavailable',
  });

  let refill: Promise<void> | undefined;
  async function portionId(): Promise<number> {
    for (;;) {
      const id = portionIds.shift();
      if (id !== undefined) return id;
      refill ??= takePortionIds(db, portionIdsAtOnce)
        .then((ids) => void (portionIds = ids))
        .finally(() => (refill = undefined));
      await refill;
    }
  }

  /** Gives ids to what the worker did not know, tells every worker, and completes the rows. */
  async function complete(portion: Portion): Promise<void> {
    const wanted = {
      families: portion.families.items.filter((name) => !known.families.has(name)),
      routes: portion.routes.items.filter(({ key }) => !known.routes.has(key)),
      enrichments: portion.enrichments.items.filter(({ key }) => !known.enrichments.has(key)),
    };
    if (wanted.families.length + wanted.routes.length + wanted.enrichments.length > 0) {
      learn(known, await internNames(db, wanted));
    }
    const id = <T>(found: T | undefined, what: string): T => {
      if (found === undefined) throw new Error(`${what} was not interned`);
      return found;
    };
    patchPortion(portion, {
      family: (name) => id(known.families.get(name), 'a family'),
      route: (key) => id(known.routes.get(key), 'a route'),
      enrichment: (key) => id(known.enrichments.get(key), 'an enrichment'),
    });
    const met = {
      families: portion.families.items.map((name) => [name, id(known.families.get(name), 'a family')] as const),
      routes: portion.routes.items.map(({ key }) => [key, id(known.routes.get(key), 'a route')] as const),
      enrichments: portion.enrichments.items.map(
        ({ key }) => [key, id(known.enrichments.get(key), 'an enrichment')] as const,
      ),
    };
    if (met.families.length + met.routes.length + met.enrichments.length > 0) {
      // Not awaited: a worker that has not heard of an id yet asks again, and gets the same one.
      for (const worker of workers)
        worker
          .run({ kind: 'learned', learned: met })
          .catch((err: unknown) => log.warn({ err }, 'a worker learned nothing'));
    }
  }

  async function store(portion: Portion, batch: Omit<PortionToStore, 'portion'>): Promise<Stored> {
    const amount = portion.count + portion.held.length;
    await window.take(amount);
    metrics.inFlight.set(window.used);
    try {
      await complete(portion);
      const fresh = portion.days.filter((day) => !days.has(day));
      if (fresh.length > 0) {
        await ensurePartitions(db, fresh);
        for (const day of fresh) days.add(day);
      }
      const stored = await writer.write({ portion, ...batch });
      metrics.records.inc({ outcome: 'accepted' }, stored.accepted);
      metrics.records.inc({ outcome: 'duplicate' }, stored.duplicate);
      metrics.records.inc({ outcome: 'quarantined' }, portion.held.length);
      for (const { count } of Object.values(portion.filtered)) metrics.records.inc({ outcome: 'filtered' }, count);
      return stored;
    } finally {
      window.give(amount);
      metrics.inFlight.set(window.used);
    }
  }

  async function readBody(input: BodyToTake, batch: number) {
    const session = nextSession++;
    const worker = workers[session % workers.length];
    if (worker === undefined) throw new AppError('not_ready');
    const { source, feed, report, name } = input;
    const facts = {
      id: source.id,
      handle: source.handle,
      org: source.org,
      feed: source.feed,
      tlp: source.tlp,
      distribution: source.distribution,
      recipients: source.recipients,
      ownAddresses: source.ownAddresses,
    };
    const hash = createHash('sha256');
    const filteredBy: FilteredCounts = {};
    const quarantinedBy: Record<string, number> = {};
    const outstanding: Promise<unknown>[] = [];
    const spares: ArrayBuffer[] = [];
    const failures: unknown[] = [];
    let columns: readonly string[] | null = null;
    let waiting = 0;
    const wait = (now: number): void => {
      waitingBytes += now - waiting;
      waiting = now;
    };

    async function step(bytes: Uint8Array<ArrayBuffer> | null, flush: boolean, last: boolean): Promise<boolean> {
      const id = await portionId();
      const now = clock.now().getTime();
      const spare = spares.pop() ?? null;
      const transfer = [...(bytes === null ? [] : [bytes.buffer]), ...(spare === null ? [] : [spare])];
      const answer = await (worker as WorkerPool<WorkerRequest, WorkerAnswer>).run(
        {
          kind: 'chunk',
          session,
          bytes,
          flush: flush || waitingBytes > mostWaitingBytes,
          last,
          portion: id,
          spare,
          now,
        },
        transfer,
      );
      wait(answer.waiting);
      if (answer.columns !== null) columns = answer.columns;
      if (answer.portion === null) portionIds.push(id);
      else {
        mergeOutcomes(answer.portion, filteredBy, quarantinedBy);
        const rows = answer.portion.rows.buffer;
        if (outstanding.length >= lanes) await outstanding.shift();
        outstanding.push(
          store(answer.portion, { batch, source: source.id, feed, report }).then(
            // Committed: PostgreSQL has read the rows, and the worker may write over them.
            () => spares.push(rows),
            (error: unknown) => failures.push(error),
          ),
        );
      }
      if (failures.length > 0) throw failures[0];
      return answer.halted;
    }

    try {
      await worker.run({
        kind: 'open',
        session,
        source: facts,
        feed,
        report: report ?? undefined,
        fileName: name ?? undefined,
        limits,
      });
      for await (const { bytes, flush } of gather(input.body, chunkBytes, idleMs)) {
        if (bytes !== null) hash.update(bytes);
        if (await step(bytes, flush, false)) break;
      }
      await step(null, true, true);
      await Promise.all(outstanding);
      if (failures.length > 0) throw failures[0];
    } catch (error) {
      worker.run({ kind: 'abort', session }).catch(() => undefined);
      await Promise.all(outstanding);
      throw error;
    } finally {
      wait(0);
    }
    return { contentHash: input.repeatable === true ? null : hash.digest(), filteredBy, quarantinedBy, columns };
  }

  async function takeBody(input: BodyToTake): Promise<Receipt> {
    if (input.source.state === 'paused')
      throw new AppError('conflict', { detail: `The source ${input.source.handle} is paused.` });
    if (taking > mostBodies || !(await window.roomWithin(admissionMs))) {
      throw new AppError('busy', { detail: 'Events arrive faster than they can be stored.', retryAfter: 5 });
    }
    if (unmarked.size > 0) await markFailures();
    await facts.ensure();
    const { source, feed, report, name, idempotencyKey, sentBy } = input;
    const batch: NewBatch = { source: source.id, feed, report, name, idempotencyKey, sentBy };
    const opened = await openBatch(db, batch, clock.now());
    if ('existing' in opened) {
      if (opened.existing.state === 'done') {
        await refuseOtherBody(input.body, opened.contentHash);
        return opened.existing;
      }
      throw new AppError('conflict', {
        detail: 'A batch with this Idempotency-Key is being taken now.',
        retryAfter: 5,
      });
    }
    try {
      const { columns, ...end } = await readBody(input, opened.id);
      const now = clock.now();
      const receipt = await finishBatch(db, opened.id, source.id, end, now, (tx, done) =>
        afterBatch(tx, source, done, columns, now),
      );
      metrics.batches.inc({ state: receipt.repeated ? 'repeated' : 'done' });
      return receipt;
    } catch (error) {
      metrics.batches.inc({ state: 'failed' });
      const failure = toAppError(error);
      unmarked.set(opened.id, { code: failure.code, detail: failure.detail ?? failure.message });
      await markFailures().catch((err: unknown) =>
        log.warn({ err, batch: opened.id }, 'a failed batch is not marked yet'),
      );
      throw error;
    }
  }

  return {
    async take(body) {
      if (draining) throw new AppError('shutting_down', { retryAfter: 5 });
      taking++;
      try {
        return await takeBody(body);
      } finally {
        if (--taking === 0) drained?.();
      }
    },
    refresh: () => facts.ensure(),
    get inFlight() {
      return window.used;
    },
    async drain() {
      draining = true;
      if (taking > 0) await new Promise<void>((resolve) => (drained = resolve));
      await writer.idle();
    },
  };
}

/** A key stands for one body: what is sent under it again must be the same. Throws `idempotency_key_reused`. */
async function refuseOtherBody(body: AsyncIterable<Uint8Array>, contentHash: Buffer | null): Promise<void> {
  if (contentHash === null) return;
  const hash = createHash('sha256');
  for await (const bytes of body) hash.update(bytes);
  if (!hash.digest().equals(contentHash)) throw new AppError('idempotency_key_reused');
}

function mergeOutcomes(portion: Portion, filteredBy: FilteredCounts, quarantinedBy: Record<string, number>): void {
  for (const [reason, { count, samples }] of Object.entries(portion.filtered) as [
    keyof FilteredCounts,
    { count: number; samples: never[] },
  ][]) {
    const entry = (filteredBy[reason] ??= { count: 0, samples: [] });
    entry.count += count;
    entry.samples.push(...samples.slice(0, samplesPerBatch - entry.samples.length));
  }
  for (const { reason } of portion.held) quarantinedBy[reason] = (quarantinedBy[reason] ?? 0) + 1;
}
