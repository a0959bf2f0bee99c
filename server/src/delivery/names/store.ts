import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import type { EventRow, Names, SourceFacts } from '../event-row.ts';

/** What of a row names something by a number. */
export type Numbered = Partial<Pick<EventRow, 'source' | 'family' | 'asn' | 'enrichment'>>;

/** Looks up names for rows, and remembers them for all readers. */
export interface NameCache {
  /** The names of everything that these rows mention. */
  of(rows: readonly Numbered[]): Promise<Names>;
}

/** What a source declares may change: it is read again after so long. Names of AS numbers and families likewise. */
const sourcesMs = 2000;
const namesMs = 300_000;
const mostSystems = 200_000;

/**
 * Members cannot read sources (row-level security); what they may learn of them is decided per event by event-row.ts.
 * So names are read by the programme itself, in transactions of their own.
 */
export function createNameCache({ db, clock }: { db: Db; clock: Clock }): NameCache {
  let sources = new Map<number, SourceFacts>();
  let sourcesAt = -Infinity;
  let namesAt = -Infinity;
  let pseudonymKey: string | undefined;
  const families = new Map<number, string>();
  const systems = new Map<number, string | null>();
  const enrichments = new Map<number, { snapshot: string | null; methods: Record<string, string> }>();

  /** Drops what may have changed. */
  function forget(now: number): void {
    if (now - namesAt < namesMs && systems.size < mostSystems) return;
    families.clear();
    systems.clear();
    namesAt = now;
  }

  return {
    async of(rows) {
      const now = clock.now().getTime();
      forget(now);
      const missing = {
        families: absent(
          rows.map((row) => row.family),
          families,
        ),
        systems: absent(
          rows.map((row) => row.asn),
          systems,
        ),
        enrichments: absent(
          rows.map((row) => row.enrichment),
          enrichments,
        ),
      };
      const stale =
        now - sourcesAt >= sourcesMs ||
        now < sourcesAt ||
        rows.some((row) => row.source !== undefined && !sources.has(row.source));
      if (stale || pseudonymKey === undefined || Object.values(missing).some((ids) => ids.length > 0)) {
        await db.asSystem('names of events', async (tx) => {
          pseudonymKey ??= (await tx.one<{ key: string }>('select key from pseudonym_key')).key;
          if (stale) {
            sources = await readSources(tx);
            sourcesAt = now;
          }
          for (const { id, name } of await readFamilies(tx, missing.families)) families.set(id, name);
          for (const asn of missing.systems) systems.set(asn, null);
          for (const { asn, name } of await readSystems(tx, missing.systems)) systems.set(asn, name);
          for (const { id, ...enrichment } of await readEnrichments(tx, missing.enrichments))
            enrichments.set(id, enrichment);
        });
      }
      return { sources, families, systems, enrichments, pseudonymKey: pseudonymKey ?? '' };
    },
  };
}

function absent(ids: readonly (number | null | undefined)[], known: ReadonlyMap<number, unknown>): number[] {
  return [...new Set(ids)].filter((id): id is number => id != null && !known.has(id));
}

async function readSources(tx: Tx): Promise<Map<number, SourceFacts>> {
  const rows = await tx.query<SourceFacts>(
    `select id, handle, name, org, tlp, reliability, show_name as "showName", show_addresses as "showAddresses",
            own_addresses::text[] as "ownAddresses" from source`,
  );
  return new Map(rows.map((source) => [source.id, source]));
}

async function readFamilies(tx: Tx, ids: readonly number[]): Promise<{ id: number; name: string }[]> {
  return ids.length === 0 ? [] : tx.query('select id, name from family where id = any($1)', [ids]);
}

async function readSystems(tx: Tx, asns: readonly number[]): Promise<{ asn: number; name: string }[]> {
  return asns.length === 0
    ? []
    : tx.query('select asn, name from autonomous_system where asn = any($1::int8[])', [asns]);
}

async function readEnrichments(
  tx: Tx,
  ids: readonly number[],
): Promise<{ id: number; snapshot: string | null; methods: Record<string, string> }[]> {
  if (ids.length === 0) return [];
  return tx.query(
    `select e.id, s.name as snapshot, e.methods from enrichment e left join ip_snapshot s on s.id = e.snapshot where e.id = any($1)`,
    [ids],
  );
}
