import { hash } from 'node:crypto';
import type { Db, Tx } from '#kernel/db.ts';
import type { IpDataHolder } from '#registry/ip-data/index.ts';
import { loadPipelineRegistry, registryVersion } from '#registry/store.ts';
import type { AudienceOrg, AudienceRegistry } from '../audience-of-object.ts';
import { compileConcernTables, type Locate } from '../concerns.ts';
import type { BlueprintOrg, BlueprintRegistry } from '../groups/blueprint.ts';

/** All that audiences of objects follow from, as it stood at one version of the registry. */
export interface SharingBook extends AudienceRegistry, BlueprintRegistry {
  readonly orgs: readonly (AudienceOrg & BlueprintOrg)[];
  readonly version: number;
  /** Load again then, although the version has not moved: an entry expires. */
  readonly validUntil: Date | null;
  /** Moves with the constituencies in force: what objects are matched by. */
  readonly entriesKey: string;
  readonly locate: Locate | undefined;
}

/** Opened once per process and database; keeps the book while the registry stands still. */
const kept = new WeakMap<Db, { readonly book?: SharingBook; readonly locate?: Locate }>();

/** Lets objects be placed by the IP data in use: an address then concerns its nation and network. Call it at the start. */
export function placeBy(db: Db, holder: IpDataHolder): void {
  const locate: Locate = (address) => {
    const snapshot = holder.current()?.snapshot;
    const row = snapshot?.lookup(address) ?? -1;
    return snapshot === undefined || row < 0 ? undefined : { asn: snapshot.asn(row), country: snapshot.country(row) };
  };
  kept.set(db, { locate });
}

/** The registry as sharing sees it, no older than what had been committed when this was called. */
export function readBook(db: Db, now: Date): Promise<SharingBook> {
  return db.asSystem('sharing', async (tx) => {
    const known = kept.get(db);
    const book = known?.book;
    const fresh = book !== undefined && (book.validUntil === null || now < book.validUntil);
    if (fresh && book.version === (await registryVersion(tx))) return book;
    const loaded = { ...(await loadBook(tx, now)), locate: known?.locate };
    kept.set(db, { ...known, book: loaded });
    return loaded;
  });
}

async function loadBook(tx: Tx, now: Date): Promise<Omit<SharingBook, 'locate'>> {
  const registry = await loadPipelineRegistry(tx, now);
  const basis = await tx.query<{ code: string; basis: string }>('select code, basis from nation');
  const more = await tx.query<{ id: number; name: string; team: string | null }>('select id, name, team from org');
  const groups = await tx.query<{ id: number; members: number[] }>('select id, members from sharing_group');
  const enrolment = new Map(registry.nations.map((nation) => [nation.code, nation.enrolment]));
  const named = new Map(more.map((row) => [row.id, row]));
  return {
    version: registry.version,
    validUntil: registry.validUntil,
    entriesKey: hash(
      'sha256',
      JSON.stringify(registry.entries.map(({ org, kind, value }) => [org, kind, value])),
      'hex',
    ),
    entries: registry.entries,
    basis: new Map(basis.map((nation) => [nation.code, nation.basis])),
    orgs: registry.orgs.map((org) => ({
      ...org,
      name: named.get(org.id)?.name ?? org.handle,
      team: named.get(org.id)?.team ?? null,
      nationEnrolment: org.nation === null ? null : (enrolment.get(org.nation) ?? null),
    })),
    groups: new Map(groups.map(({ id, members }) => [id, members])),
    tables: compileConcernTables(registry.entries, registry.nations),
  };
}
