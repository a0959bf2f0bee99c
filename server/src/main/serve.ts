import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { auditRoutes } from '#audit/routes.ts';
import { auditJobs } from '#audit/upkeep/jobs.ts';
import { createAuthenticator } from '#auth/index.ts';
import { authRoutes } from '#auth/routes.ts';
import { machineRoutes, oauthRefusals } from '#auth/machines/routes.ts';
import { credentialSource, withMachines } from '#auth/store.ts';
import { systemClock, type Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import { openDb } from '#kernel/db.ts';
import { createHttp, listen } from '#kernel/http.ts';
import { drain } from '#kernel/http/drain.ts';
import { mountHealth } from '#kernel/http/health-routes.ts';
import { startJobs } from '#kernel/jobs.ts';
import { createMetrics } from '#kernel/metrics.ts';
import { openOutbound } from '#kernel/outbound/open.ts';
import { createOutbox } from '#kernel/outbox.ts';
import type { Shutdown } from '#kernel/shutdown.ts';
import { startRedirect } from '#kernel/tls/redirect.ts';
import { createIpDataHolder } from '#registry/ip-data/holder.ts';
import { mountIpData } from '#registry/ip-data/routes.ts';
import { loadActive } from '#registry/ip-data/store.ts';
import { registryRoutes } from '#registry/routes.ts';
import { intelligenceRoutes } from '#intelligence/routes.ts';
import { startAudienceKeeper } from '#intelligence/releases/jobs.ts';
import { startObjectIndexer } from '#intelligence/search/indexing/jobs.ts';
import { groupRoutes } from '#sharing/groups/routes.ts';
import { startChangeTail } from '#sharing/jobs.ts';
import { placeBy } from '#sharing/store.ts';
import { deliveryRoutes } from '../delivery/routes.ts';
import { subscriptionJobs } from '../delivery/subscriptions/upkeep/jobs.ts';
import { taxiiRefusals } from '../delivery/taxii/refusal-form.ts';
import { taxiiRoutes } from '../delivery/taxii/routes.ts';
import { taxiiJobs } from '../delivery/taxii/sightings/jobs.ts';
import { allJobs, backfillJobs, grantOnChange } from '../ingest/backfill/jobs.ts';
import { failInterrupted } from '../ingest/batches/store.ts';
import { ingestRoutes } from '../ingest/routes.ts';
import { findSource } from '../ingest/sources/store.ts';
import { upkeepJobs } from '../ingest/upkeep/jobs.ts';
import { watchFolder } from '../ingest/watch/client.ts';
import { ensureOperatorToken, ensureProgramme } from './birth.ts';
import { consolePage, serveConsole } from './console-files.ts';
import { bringUpToDate, openDatabase } from './database.ts';
import { startIngest } from './ingest.ts';
import { mountPeople, openPeople } from './people.ts';
import { openSubscriptions } from './subscriptions.ts';
import { startTrail } from './trail.ts';

/** Version of this software. */
export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

export interface Serving {
  readonly address: string;
}

const hourMs = 3_600_000;

/** Starts everything in order; each part adds to `shutdown` how it stops, so that it stops in reverse. */
export async function serve(
  config: Config,
  log: Logger,
  shutdown: Shutdown,
  clock: Clock = systemClock,
): Promise<Serving> {
  const metrics = createMetrics();
  const graceMs = config.drainS * 1000;
  const database = await openDatabase(config, log, (err) => {
    log.fatal({ err }, 'the database is gone');
    void shutdown.run('database');
  });
  shutdown.add({ name: 'database', limitMs: 60_000, close: () => database.stop() });
  if (database.owner !== undefined) await bringUpToDate(database, log);

  const db = await openDb({ url: database.app, log, connections: config.databaseConnections });
  shutdown.add({ name: 'connections', limitMs: 10_000, close: () => db.close() });
  const trail = startTrail({ config, db, clock, log, metrics, shutdown });
  await ensureProgramme(db, config, clock);
  if (config.databaseUrl === undefined) await ensureOperatorToken(db, config.dataDir, clock);
  // Nobody else works on an embedded database; on an external one another process may.
  const openedBefore = config.databaseUrl === undefined ? clock.now() : new Date(clock.now().getTime() - hourMs);
  await failInterrupted(db, openedBefore, clock.now());

  const holder = createIpDataHolder(await loadActive(db, config.dataDir));
  placeBy(db, holder);
  if (config.roles.includes('worker')) {
    const keeper = startAudienceKeeper({ db, clock, log });
    shutdown.add({ name: 'audiences', limitMs: 10_000, close: () => keeper.stop() });
    const indexer = startObjectIndexer({ db, clock, log });
    shutdown.add({ name: 'object index', limitMs: 10_000, close: () => indexer.stop() });
  }
  const tail = await startChangeTail({ db, log });
  shutdown.add({ name: 'change tail', limitMs: 5_000, close: () => tail.stop() });

  const outbound = openOutbound(config, metrics.registry, version);
  shutdown.add({ name: 'outbound', limitMs: 5_000, close: () => outbound.close() });

  const lateGrants = backfillJobs({ db, clock });
  const jobs = await startJobs({
    url: database.app,
    definitions: [
      ...upkeepJobs({ db, clock, config }),
      ...taxiiJobs({ db, clock, config }),
      ...subscriptionJobs({ db, clock }),
      ...auditJobs({ db, clock, config }),
      ...allJobs(lateGrants),
    ],
    work: config.roles.includes('worker'),
    log,
    metrics,
  });
  shutdown.add({ name: 'jobs', limitMs: graceMs + 5_000, close: () => jobs.stop(graceMs) });
  const outbox = createOutbox({ db, clock, log, metrics, subscriptions: [grantOnChange(lateGrants, jobs, clock)] });
  if (config.roles.includes('worker')) outbox.start();
  shutdown.add({ name: 'outbox', limitMs: graceMs, close: () => outbox.stop() });

  const mountSubscriptions = await openSubscriptions({ config, db, clock, log, metrics, shutdown, outbound, tail });
  const ingest = await startIngest({ db, config, clock, log, metrics, holder });
  shutdown.add({ name: 'ingest', limitMs: graceMs + 10_000, close: () => ingest.stop() });
  if (config.watchDir !== undefined) {
    const watching = await watchFolder({
      directory: config.watchDir,
      maxExpansion: config.maxExpansion,
      log,
      findSource: (handle) => db.asSystem('watched folder', (tx) => findSource(tx, handle)),
      take: (body) => ingest.pipeline.take(body),
    });
    shutdown.add({ name: 'watched folder', limitMs: graceMs, close: () => watching.stop() });
  }

  const secureCookies = config.tlsCert !== undefined || (config.publicUrl?.startsWith('https:') ?? false);
  const authenticator = createAuthenticator({ source: withMachines(db, credentialSource(db)), clock, secureCookies });
  const app = await createHttp({
    config,
    log,
    metrics,
    authenticate: (request) => authenticator.authenticate(request),
    recordAnswer: trail.record,
    fallback: consolePage,
    refusalForms: [taxiiRefusals, oauthRefusals],
  });
  await serveConsole(app);
  mountHealth(app, {
    config,
    registry: metrics.registry,
    checks: {
      database: async () => void (await db.pool.query('select 1')),
      ingest: () => {
        const { up, wanted } = ingest.alive();
        return Promise.resolve(up === wanted ? undefined : `${up} of ${wanted} workers are up`);
      },
    },
  });
  authRoutes(app, {
    db,
    clock,
    authenticator,
    metrics,
    version,
    secureCookies,
  });
  mountPeople(app, openPeople(config, { db, clock, log, metrics, authenticator, outbound }));
  machineRoutes(app, { db, clock, authenticator, publicUrl: config.publicUrl });
  registryRoutes(app, { db, clock });
  groupRoutes(app, { db, clock });
  intelligenceRoutes(app, { db, clock });
  mountIpData(app, { db, clock, dataDir: config.dataDir, holder });
  ingestRoutes(app, { db, clock, config, pipeline: ingest.pipeline, jobs, backfillJobs: lateGrants });
  auditRoutes(app, { db, clock });
  deliveryRoutes(app, { db, clock, metrics, tail });
  mountSubscriptions(app);
  taxiiRoutes(app, { db, clock, authenticateMachine: (request) => authenticator.authenticateMachine(request) });

  const address = await listen(app, config);
  shutdown.add({ name: 'http', limitMs: graceMs + 5_000, close: () => drain(app, graceMs) });
  const redirect = await startRedirect(config, Number(new URL(address).port));
  if (redirect !== undefined) shutdown.add({ name: 'redirect', limitMs: 5_000, close: () => redirect.close() });
  log.info({ address, version }, 'ready');
  return { address };
}
