import { routes, type Receipt } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Pipeline } from '../pipeline/jobs.ts';
import { explainRefusal } from '../refusal-reasons.ts';
import { findSource } from '../sources/store.ts';
import { replayBody } from './replay.ts';
import { countHeld, findHeld, listHeld, markReplayed, moveHeld, quarantineItem, type HeldRow } from './store.ts';

const several = (text: string | undefined): string[] | null =>
  text === undefined || text === '' ? null : text.split(',');

/** Shows refused records, takes them again (corrected or not), puts them aside. */
export function quarantineRoutes(
  app: FastifyInstance,
  { db, pipeline, clock }: { db: Db; pipeline: Pipeline; clock: Clock },
): void {
  mount(app, routes.quarantine, ({ query, caller }) => {
    const limit = query.limit ?? 50;
    const filter = {
      states: several(query.state),
      sources: several(query.source),
      reasons: several(query.reason),
      batch: query.batch ?? null,
    };
    return db.asOrg(caller.org, async (tx) => {
      const rows = await listHeld(tx, filter, query.before ?? null, limit + 1);
      const counts = await countHeld(tx, filter);
      const facet = (name: string, label: (value: string) => string) =>
        counts.filter(({ facet }) => facet === name).map(({ value, count }) => ({ value, count, label: label(value) }));
      const page = rows.slice(0, limit);
      return {
        items: page.map(quarantineItem),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
        total: counts.find(({ facet }) => facet === 'total')?.count ?? 0,
        facets: {
          state: facet('state', (value) => value),
          source: facet('source', (value) => value),
          reason: facet('reason', explainRefusal),
        },
      };
    });
  });

  mount(app, routes.quarantineItem, async ({ params, caller }) => quarantineItem(await held(caller, params.id)));

  mount(app, routes.replay, async ({ params, body, caller }) => {
    const row = await held(caller, params.id);
    if (row.state === 'replayed') throw new AppError('conflict', { detail: 'This record was replayed already.' });
    const corrected = body.corrected === undefined ? null : Buffer.from(body.corrected, 'utf8');
    const receipt = await replay(caller, row, corrected);
    return { receipt, item: quarantineItem(await held(caller, params.id)) };
  });

  mount(app, routes.replayMany, async ({ body, caller }) => {
    const sum = { accepted: 0, duplicate: 0, filtered: 0, quarantined: 0, skipped: 0 };
    for (const id of body.ids) {
      const row = await db.asOrg(caller.org, (tx) => findHeld(tx, id));
      const source = row && (await db.asOrg(caller.org, (tx) => findSource(tx, row.sourceHandle)));
      if (row === undefined || row.state === 'replayed' || row.truncated || source?.state === 'paused') {
        sum.skipped++;
        continue;
      }
      const receipt = await replay(caller, row, null);
      for (const outcome of ['accepted', 'duplicate', 'filtered', 'quarantined'] as const)
        sum[outcome] += receipt[outcome];
    }
    return sum;
  });

  mount(app, routes.discard, ({ body, caller }) => {
    const [from, to] = body.restore === true ? (['discarded', 'held'] as const) : (['held', 'discarded'] as const);
    return db.asOrg(caller.org, async (tx) => {
      const changed = await moveHeld(tx, body.ids, from, to, caller.name, clock.now());
      await recordAudit(tx, {
        at: clock.now(),
        org: caller.org,
        actor: caller.name,
        action: `quarantine.${to === 'held' ? 'restore' : 'discard'}`,
        subject: 'quarantine',
        detail: { ids: body.ids },
      });
      return { changed };
    });
  });

  async function held(caller: Caller, id: number): Promise<HeldRow> {
    const row = await db.asOrg(caller.org, (tx) => findHeld(tx, id));
    if (row === undefined) throw new AppError('not_found', { detail: `There is no refused record ${id}.` });
    return row;
  }

  /** Takes the record again. It counts as replayed once it is anything but refused anew. */
  async function replay(caller: Caller, row: HeldRow, corrected: Buffer | null): Promise<Receipt> {
    if (row.truncated && corrected === null)
      throw new AppError('conflict', { detail: 'Only the beginning of this record was kept: correct it first.' });
    const source = await db.asOrg(caller.org, (tx) => findSource(tx, row.sourceHandle));
    if (source === undefined) throw new AppError('unknown_source');
    const body = replayBody(row.header, corrected ?? row.raw);
    const receipt = await pipeline.take({
      body: (async function* () {
        yield body;
      })(),
      source,
      feed: row.feed,
      report: row.report,
      name: `quarantine ${row.id}`,
      idempotencyKey: null,
      sentBy: `${caller.orgHandle}: ${caller.name}`,
      repeatable: true,
    });
    if (receipt.quarantined === 0 && receipt.records > 0) {
      await db.asOrg(caller.org, async (tx) => {
        await markReplayed(tx, row.id, receipt.batch, corrected, caller.name, clock.now());
        await recordAudit(tx, {
          at: clock.now(),
          org: caller.org,
          actor: caller.name,
          action: 'quarantine.replay',
          subject: `quarantine:${row.id}`,
          detail: { batch: receipt.batch, corrected: corrected !== null },
        });
      });
    }
    return receipt;
  }
}
