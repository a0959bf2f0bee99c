import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Scope, Tlp } from '@tocsin/api';
import { createAnswerRecorder } from '../src/audit/recorder/store.ts';
import { auditRoutes } from '../src/audit/routes.ts';
import { createAuthenticator } from '../src/auth/authenticate.ts';
import { authRoutes } from '../src/auth/routes.ts';
import { credentialSource, mintToken } from '../src/auth/store.ts';
import { deliveryRoutes } from '../src/delivery/routes.ts';
import { systemClock, type Clock } from '../src/kernel/clock.ts';
import { loadConfig } from '../src/kernel/config.ts';
import type { Db } from '../src/kernel/db.ts';
import { createHttp, listen } from '../src/kernel/http.ts';
import { drain } from '../src/kernel/http/drain.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';
import { startChangeTail, type ChangeTail } from '../src/sharing/jobs.ts';
import { appendChanges } from '../src/sharing/store.ts';
import { testDatabase } from './database.ts';

export interface TestEvent {
  readonly id?: string;
  readonly time?: string;
  readonly family?: string;
  readonly class?: string;
  readonly address?: string;
  readonly asn?: number;
  readonly country?: string;
  readonly domain?: string;
  readonly severity?: string;
  readonly given?: unknown;
  readonly dstAddress?: string;
  readonly source?: number;
  /** False: an observation only. */
  readonly host?: boolean;
}

export interface TestOrg {
  readonly id: number;
  readonly handle: string;
  readonly token: string;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
}

/**
 * Auth and delivery over HTTP on a database of its own, with functions that write what ingest would. Call close() in
 * afterAll.
 */
export async function deliveryServer({
  kind = 'drill',
  clock = systemClock,
  headMs = 15_000,
  extend,
}: {
  kind?: 'drill' | 'real';
  clock?: Clock;
  headMs?: number;
  extend?: (app: FastifyInstance, parts: { db: Db; tail: ChangeTail }) => void;
} = {}) {
  const database = await testDatabase();
  const { db, ownerPool } = database;
  await ownerPool.query(`insert into programme (kind, name) values ($1, 'Test programme')`, [kind]);
  const config = loadConfig({ TOCSIN_PORT: '0', TOCSIN_DRILL: String(kind === 'drill') });
  const log = createLog(config, { write: () => undefined });
  const metrics = createMetrics();
  const authenticator = createAuthenticator({ source: credentialSource(db), clock });
  const recorder = createAnswerRecorder({ db, clock, log, metrics });
  const app = await createHttp({
    config,
    log,
    metrics,
    authenticate: (request) => authenticator.authenticate(request),
    recordAnswer: recorder.record,
  });
  const tail = await startChangeTail({ db, log });
  authRoutes(app, { db, clock, authenticator, metrics, version: '0.0.0', secureCookies: false });
  auditRoutes(app, { db, clock });
  deliveryRoutes(app, { db, clock, metrics, tail, headMs });
  extend?.(app, { db, tail });
  const url = await listen(app, config);
  const audiences = new Map<string, number>();

  async function makeOrg(
    handle: string,
    orgKind: string,
    nation: string | null = null,
    scopes: readonly Scope[] = ['events:read'],
  ): Promise<TestOrg> {
    if (nation !== null) {
      await ownerPool.query(
        `insert into nation (code, name, basis, enrolment, languages, time_zone, domains) values ($1, 'Nation ' || $1, 'eu', 'enrolled', '{}', 'UTC', '{}') on conflict do nothing`,
        [nation],
      );
    }
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into org (handle, name, kind, nation, enrolment) values ($1, 'Org ' || $1, $2, $3, 'enrolled') returning id`,
      [handle, orgKind, nation],
    );
    const { secret } = await db.asSystem('test', (tx) =>
      mintToken(tx, { org: handle, name: 'test', scopes: [...scopes] }, { org: 0, name: 'test' }, clock.now()),
    );
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(url + path, { headers: { authorization: `Bearer ${secret}`, ...headers } });
    return { id: rows[0]!.id, handle, token: secret, get };
  }

  async function makeSource(
    handle: string,
    org: TestOrg,
    declared: { tlp?: Tlp; showName?: boolean; showAddresses?: boolean; ownAddresses?: string[] } = {},
  ): Promise<number> {
    const { tlp = 'amber', showName = false, showAddresses = false, ownAddresses = [] } = declared;
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into source (handle, name, org, feed, tlp, distribution, show_name, show_addresses, own_addresses)
       values ($1, 'Sensor ' || $1, $2, 'tocsin', $3, 'concerned', $4, $5, $6) returning id`,
      [handle, org.id, tlp, showName, showAddresses, ownAddresses],
    );
    return rows[0]!.id;
  }

  /** The audience and route of some orgs, each allowed by its network. */
  async function routeTo(orgs: readonly TestOrg[]): Promise<number> {
    const ids = orgs.map(({ id }) => id).sort((a, b) => a - b);
    const key = ids.join(',');
    const known = audiences.get(key);
    if (known !== undefined) return known;
    const id = await db.asIngest(async (tx) => {
      if (ids.length === 0) return 0;
      const audience = await tx.one<{ id: number }>('insert into audience (key) values ($1) returning id', [key]);
      await tx.query('insert into audience_member select $1, unnest($2::int[])', [audience.id, ids]);
      // Route and audience have the same number here, which keeps the tests short.
      await tx.query('insert into route (id, key, audience) overriding system value values ($1, $2, $1)', [
        audience.id,
        key,
      ]);
      await tx.query(
        `insert into route_reason select $1, n - 1, org, 'prefix', '192.0.2.0/24', 'amber_concerned', true from unnest($2::int[]) with ordinality as o (org, n)`,
        [audience.id, ids],
      );
      return audience.id;
    });
    audiences.set(key, id);
    return id;
  }

  /** Stores events for some orgs in one transaction, as ingest does, and returns their ids. */
  async function publish(orgs: readonly TestOrg[], source: number, events: readonly TestEvent[]): Promise<string[]> {
    const audience = await routeTo(orgs);
    const rows = events.map((event) => {
      const time = new Date(event.time ?? clock.now());
      return { ...event, time: time.toISOString(), day: time.toISOString().slice(0, 10), id: event.id ?? idAt(time) };
    });
    const days = [...new Set(rows.map(({ day }) => day))].sort();
    for (const day of days) await db.asIngest((tx) => tx.query('select ensure_event_partition($1)', [day]));
    await db.asIngest(async (tx) => {
      const families = [...new Set(rows.flatMap(({ family }) => family ?? []))].sort();
      await tx.query('insert into family (name) select unnest($1::text[]) on conflict do nothing', [families]);
      const { portion } = await tx.one<{ portion: number }>(`select nextval('portion_id') as portion`);
      await tx.query(
        `with stored as (
           insert into event (day, id, time, portion, source, audience, route, enrichment, family, flags, asn, host, class, country, address, dst_address, domain, severity, given)
           select e.day, e.id, e.time, $2, coalesce(e.source, $3), $4, $4, 0, f.id, case when host is false then 4 else 0 end, asn,
                  case when host is not false and address is not null then (lpad(to_hex(address - '0.0.0.0'::inet), 8, '0') || '0000800080000000' || lpad(to_hex(coalesce(f.id, 0)), 8, '0'))::uuid end,
                  coalesce(class, 'infected-system'), country, address, "dstAddress", domain, severity, given
           from jsonb_to_recordset($1::jsonb) as e (day date, id uuid, time timestamptz, source int, family text, asn int8, host boolean, class text, country text, address inet, "dstAddress" inet, domain text, severity text, given json)
             left join family f on f.name = e.family
           returning *
         ), placed as (
           insert into episode as e (host, address, family, class, asn, country, audience, route, flags, first_seen, last_seen, events)
           select host, any_value(address), any_value(coalesce(family, 0)), any_value(class), any_value(asn), any_value(country), $4, $4, 0, min(time), max(time), count(*)
           from stored where host is not null group by host
           on conflict (host) where current do update set first_seen = least(e.first_seen, excluded.first_seen), last_seen = greatest(e.last_seen, excluded.last_seen), events = e.events + excluded.events
         )
         insert into tally as t select date_trunc('hour', time), $4, coalesce(country, ''), coalesce(family, 0), class, count(*) from stored group by 1, 2, 3, 4, 5
         on conflict (hour, audience, country, family, class) do update set events = t.events + excluded.events`,
        [JSON.stringify(rows), portion, source, audience],
      );
      await appendChanges(
        tx,
        audience === 0 ? [] : [{ portion, audience, events: rows.length, firstDay: days[0]!, lastDay: days.at(-1)! }],
        clock.now(),
      );
    });
    return rows.map(({ id }) => id);
  }

  async function close(): Promise<void> {
    await drain(app, 0);
    await recorder.stop();
    await tail.stop();
    await database.close();
  }

  return { app, url, db, ownerPool, database, tail, metrics, recorder, makeOrg, makeSource, publish, close };
}
export type DeliveryServer = Awaited<ReturnType<typeof deliveryServer>>;

/** An id as ingest makes them: event time first, so that ids sort by it. */
function idAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-8${randomUUID().slice(15)}`;
}

/** One message of a stream of server-sent events. */
export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** The messages of a stream, until it ends or is left. */
export async function* messages(response: Response): AsyncGenerator<Message> {
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('event') !== '') yield { event: field('event'), id: field('id'), data: field('data') };
    }
  }
}
