import type { Tx } from '#kernel/db.ts';
import { emit, topic } from '#kernel/outbox.ts';
import { effectiveEntries, nextExpiry, type LayeredEntry } from '../constituencies/effective.ts';
import type {
  PipelineFamily,
  PipelineNation,
  PipelineOrg,
  PipelineRegistry,
  PipelineWarninglist,
} from '../pipeline-registry.ts';

/** Key of the advisory lock that orders registry changes against loads; arbitrary, and used for nothing else. */
const REGISTRY_LOCK = 0x7265_6769;

/** What routing, filters or names depend on has changed. */
export const registryChanged = topic<Record<string, never>>('registry.changed');

/**
 * Marks that something routing, filters or names depend on has changed: call it last in the transaction that changed it.
 * A sequence moves before its transaction commits; the lock, held to the end, keeps a loader from taking the new number
 * together with the old rows.
 */
export async function bumpRegistryVersion(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [REGISTRY_LOCK]);
  await tx.query(`select nextval('registry_version')`);
  await emit(tx, registryChanged, {});
}

/** The number that moves with every change. Cheap: poll it, and load when it differs from that of what you hold. */
export async function registryVersion(tx: Tx): Promise<number> {
  // An unused sequence reports last_value 1 as well, but is_called false.
  const row = await tx.one<{ version: number }>(
    'select case when is_called then last_value else 0 end as version from registry_version',
  );
  return row.version;
}

/** The number, once changes that are about to commit have: what is read after it in the transaction belongs to it or is newer. */
export async function settledRegistryVersion(tx: Tx): Promise<number> {
  await tx.query('select pg_advisory_xact_lock_shared($1)', [REGISTRY_LOCK]);
  return registryVersion(tx);
}

/**
 * Everything that the ingest pipeline decides by, at one version. Waits for registry changes that are about to commit.
 * `now` decides which entries have expired. Run it as the system.
 */
export async function loadPipelineRegistry(tx: Tx, now: Date): Promise<PipelineRegistry> {
  const version = await settledRegistryVersion(tx);
  const entries = await tx.query<LayeredEntry & { shared: boolean }>(
    `select id, org, layer, kind, value, effect, shared, expires_at as "expiresAt"
     from constituency order by org, kind, value, layer desc`,
  );
  return {
    version,
    validUntil: nextExpiry(entries, now),
    nations: await tx.query<PipelineNation>('select code, enrolment, domains from nation order by code'),
    orgs: await tx.query<PipelineOrg>('select id, handle, kind, nation, enrolment from org order by id'),
    entries: effectiveEntries(entries, now).map(({ org, kind, value, shared }) => ({ org, kind, value, shared })),
    families: await tx.query<PipelineFamily>(
      `select f.id, f.name, coalesce(array_agg(a.alias order by a.alias) filter (where a.alias is not null), '{}') as aliases
       from family f left join family_alias a on a.family = f.id group by f.id order by f.id`,
    ),
    warninglists: await tx.query<PipelineWarninglist>(
      'select name, kind, addresses::text[] as addresses, domains from warninglist where enabled order by name',
    ),
  };
}
