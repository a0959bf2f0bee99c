import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { AnswerFacts, RecordAnswer } from '#kernel/http/answer-record.ts';
import type { Metrics } from '#kernel/metrics.ts';
import { recordOf, type AnswerRecord } from '../answer-row.ts';
import { createGroupWriter } from '../group-writer.ts';
import {
  digestsOf,
  identityKey,
  insertDeliveries,
  insertReads,
  recordAudit,
  type Digests,
  type WantedIdentity,
} from '../rows/store.ts';

/** Keeps the trail of answers. One per process. */
export interface AnswerRecorder {
  /** For kernel/http. Resolves after the commit. */
  readonly record: RecordAnswer;
  /** Writes down how many were refused whom nobody knows, since the last time. */
  flushCounts(): Promise<void>;
  /** Waits for what is being written, and writes the counts. */
  stop(): Promise<void>;
}

/** Digests kept in memory; when there are more, they are looked up again. */
const mostKept = 20_000;

/** Begins to record answers: each group in one transaction, as the programme, since it holds rows of many orgs. */
export function createAnswerRecorder(deps: { db: Db; clock: Clock; log: Logger; metrics: Metrics }): AnswerRecorder {
  const { db, clock, log } = deps;
  const known: Digests = new Map();
  const counts = new Map<string, number>();
  const refused = new Counter({
    name: 'tocsin_refusals_total',
    help: 'Answers 401, 403 and 404 to requests for shared data',
    labelNames: ['status', 'route'],
    registers: [deps.metrics.registry],
  });

  const writer = createGroupWriter<AnswerRecord>(async (records) => {
    const rows = records.flatMap(({ row }) => row ?? []);
    const deliveries = records.flatMap(({ delivery }) => delivery ?? []);
    const wanted = new Map<string, WantedIdentity>();
    for (const { org, at, actor, address } of rows) {
      const of: WantedIdentity[] = [{ org, kind: 'actor', value: actor, at }];
      if (address !== undefined) of.push({ org, kind: 'address', value: address, at });
      for (const each of of) if (!known.has(identityKey(each))) wanted.set(identityKey(each), each);
    }
    const made = await db.asSystem('trail', async (tx) => {
      const digests = await digestsOf(tx, [...wanted.values()]);
      await insertReads(tx, rows, (key) => digests.get(key) ?? known.get(key));
      if (deliveries.length > 0) await insertDeliveries(tx, deliveries);
      return digests;
    });
    // Only now: had the transaction failed, the digests would be of nobody.
    if (known.size + made.size > mostKept) known.clear();
    for (const [key, digest] of made) known.set(key, digest);
  });

  async function record(facts: AnswerFacts): Promise<void> {
    const { status, route } = facts;
    if (status >= 400) refused.inc({ status, route });
    const of = recordOf(facts, clock.now());
    if (of.counted !== undefined) {
      const key = `${of.counted.status} ${of.counted.route}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    if (of.row !== undefined) await writer.add(of);
  }

  async function flushCounts(): Promise<void> {
    if (counts.size === 0) return;
    const taken = Object.fromEntries(counts);
    counts.clear();
    const row = { at: clock.now(), org: 0, actor: 'tocsin', action: 'access.unauthenticated', subject: 'routes' };
    await db.asSystem('trail', (tx) => recordAudit(tx, { ...row, detail: { refusals: taken } }));
  }

  return {
    record,
    flushCounts,
    async stop() {
      await writer.drain();
      await flushCounts().catch((err: unknown) => log.warn({ err }, 'counts of refusals are lost'));
    },
  };
}
