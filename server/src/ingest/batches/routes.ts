import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { expandBody } from '#kernel/http/expand-body.ts';
import { feeds, isFeedName } from '../feeds/index.ts';
import type { Pipeline } from '../pipeline/jobs.ts';
import { findSource, type SourceRow } from '../sources/store.ts';
import { findBatch, listBatches } from './store.ts';

const keyPattern = /^[\x21-\x7e]{1,200}$/;

/** Takes batches of events, and shows their receipts. */
export function batchRoutes(
  app: FastifyInstance,
  { db, pipeline, config }: { db: Db; pipeline: Pipeline; config: Config },
): void {
  mount(app, routes.postEvents, async ({ query, body, caller, request }) => {
    const source = await sourceOf(db, caller, query.source);
    const feed = query.feed ?? source.feed;
    if (!isFeedName(feed))
      throw new AppError('unknown_feed', { detail: `There is no feed ${feed}.`, feeds: Object.keys(feeds) });
    const key = request.headers['idempotency-key'];
    if (key !== undefined && (typeof key !== 'string' || !keyPattern.test(key))) {
      throw new AppError('bad_request', { detail: 'Idempotency-Key is 1 to 200 printable characters without spaces.' });
    }
    return pipeline.take({
      body: expandBody(body, request.headers['content-encoding'], config.maxExpansion),
      source,
      feed,
      report: query.report ?? null,
      name: query.name ?? null,
      idempotencyKey: key ?? null,
      sentBy: `${caller.orgHandle}: ${caller.name}`,
    });
  });

  mount(app, routes.batches, ({ query, caller }) => {
    const limit = query.limit ?? 50;
    return db.asOrg(caller.org, async (tx) => {
      const found = await listBatches(tx, query.source ?? null, query.before ?? null, limit + 1);
      const batches = found.slice(0, limit);
      return { batches, next: found.length > limit ? (batches.at(-1)?.batch ?? null) : null };
    });
  });

  mount(app, routes.batch, async ({ params, caller }) => {
    const receipt = await db.asOrg(caller.org, (tx) => findBatch(tx, params.id));
    if (receipt === undefined) throw new AppError('not_found', { detail: `There is no batch ${params.id}.` });
    return receipt;
  });
}

/** The source that a caller names, if it is its own (the operator's are all), and takes events. */
async function sourceOf(db: Db, caller: Caller, handle: string): Promise<SourceRow> {
  const source = await db.asOrg(caller.org, (tx) => findSource(tx, handle));
  if (source === undefined)
    throw new AppError('unknown_source', { detail: `There is no source ${handle} that you may send for.` });
  return source;
}
