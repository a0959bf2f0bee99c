import type { EventInput } from '@tocsin/api/event.ts';
import type pg from 'pg';
import type { Db } from '../src/kernel/db.ts';
import type { PipelineRegistry } from '../src/registry/index.ts';
import type { PipelineFacts, SourceFacts } from '../src/ingest/facts.ts';
import { internNames } from '../src/ingest/interning/store.ts';
import { patchPortion, type Portion } from '../src/ingest/portion.ts';
import { ensurePartitions, storePortions, takePortionIds, type Stored } from '../src/ingest/portions/store.ts';
import { createSessions } from '../src/ingest/sessions.ts';

/** Facts of a drill whose registry holds only what is given. */
export function pipelineFacts(registry: Partial<PipelineRegistry> = {}, retentionDays = 90): PipelineFacts {
  const nothing = { version: 1, validUntil: null, nations: [], orgs: [], entries: [], families: [], warninglists: [] };
  return { registry: { ...nothing, ...registry }, ipData: null, drill: true, retentionDays };
}

/** A source of the org 1 that may go to whom it concerns. */
export function sourceFacts(declared: Partial<SourceFacts> = {}): SourceFacts {
  return {
    id: 1,
    handle: 'sensor',
    org: 1,
    feed: 'tocsin',
    tlp: 'amber',
    distribution: 'concerned',
    recipients: [],
    ownAddresses: [],
    ...declared,
  };
}

/** Reads a body with the real decoders and rules and gives its one portion; ids are still to be filled in. */
export function portionMaker(facts: PipelineFacts) {
  const sessions = createSessions();
  sessions({ kind: 'facts', facts });
  let session = 0;
  return (
    body: string | Uint8Array,
    options: { id?: number; now: number; source?: SourceFacts; feed?: string; report?: string },
  ): Portion | null => {
    session++;
    const { id = session, now, source = sourceFacts(), feed = source.feed, report } = options;
    const limits = { maxRecordBytes: 1 << 20, maxColumns: 1000 };
    sessions({ kind: 'open', session, source, feed, report, fileName: undefined, limits });
    const bytes = new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body);
    return sessions({ kind: 'chunk', session, bytes, last: true, flush: true, spare: null, portion: id, now }).portion;
  };
}

export const ndjson = (events: readonly (Partial<EventInput> | string)[]): string =>
  events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('');

/**
 * Two enrolled orgs with a network each and a source, on a migrated database, and functions that store what the source
 * sends, from the decoder to the commit. The network of `b` is shared by many customers.
 */
export async function storedIngest(db: Db, ownerPool: pg.Pool, now: Date, gapDays = 7) {
  const { rows } = await ownerPool.query<{ id: number }>(
    `insert into org (handle, name, kind, enrolment) values ('runner', 'Runner', 'operator', 'enrolled'), ('org-a', 'A', 'isp', 'enrolled'), ('org-b', 'B', 'isp', 'enrolled') returning id`,
  );
  const [runner, a, b] = rows.map(({ id }) => id) as [number, number, number];
  const inserted = await ownerPool.query<{ id: number }>(
    `insert into source (handle, name, org, feed, tlp, distribution) values ('sensor', 'Sensor', $1, 'tocsin', 'amber', 'concerned') returning id`,
    [runner],
  );
  const source = sourceFacts({ id: inserted.rows[0]!.id, org: runner });
  const org = (id: number, handle: string) => ({
    id,
    handle,
    kind: 'isp' as const,
    nation: null,
    enrolment: 'enrolled' as const,
  });
  const entry = (of: number, value: string, shared: boolean) => ({ org: of, kind: 'prefix' as const, value, shared });
  const read = portionMaker(
    pipelineFacts({
      orgs: [org(a, 'org-a'), org(b, 'org-b')],
      entries: [
        entry(a, '192.0.2.0/24', false),
        entry(b, '198.51.100.0/24', true),
        entry(a, '198.18.0.0/16', false),
        entry(b, '198.18.128.0/17', false),
      ],
    }),
  );

  /** A new batch; its row is what receipts are made of. */
  async function batch(): Promise<number> {
    const one = await ownerPool.query<{ id: number }>(
      `insert into batch (source, feed, state, received_at, sent_by) values ($1, 'tocsin', 'done', $2, 'test') returning id`,
      [source.id, now],
    );
    return one.rows[0]!.id;
  }

  /** A portion as it is just before it is stored: names interned, ids filled in, partitions there. */
  async function prepare(body: string): Promise<Portion> {
    const [id] = await takePortionIds(db, 1);
    const portion = read(body, { id: id!, now: now.getTime(), source })!;
    const known = await internNames(db, {
      families: portion.families.items,
      routes: portion.routes.items,
      enrichments: portion.enrichments.items,
    });
    const maps = {
      families: new Map(known.families),
      routes: new Map(known.routes),
      enrichments: new Map(known.enrichments),
    };
    patchPortion(portion, {
      family: (name) => maps.families.get(name)!,
      route: (key) => maps.routes.get(key)!,
      enrichment: (key) => maps.enrichments.get(key)!,
    });
    await ensurePartitions(db, portion.days);
    return portion;
  }

  const storeAll = async (portions: readonly Portion[], into?: number): Promise<Stored[]> => {
    const id = into ?? (await batch());
    return storePortions(
      db,
      portions.map((portion) => ({ portion, batch: id, source: source.id, feed: 'tocsin', report: null })),
      gapDays,
      now,
    );
  };
  /** Stores events as one portion in one transaction. */
  const store = async (events: readonly (Partial<EventInput> | string)[]): Promise<Stored> =>
    (await storeAll([await prepare(ndjson(events))]))[0]!;
  return { a, b, runner, source, batch, prepare, store, storeAll };
}
