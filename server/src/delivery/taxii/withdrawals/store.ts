import type { Db, Tx } from '#kernel/db.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { instantOf, type EntryQuery, type Tombstone } from '#intelligence/index.ts';
import { readTombstones } from '#intelligence/store.ts';
import { readHead } from '#sharing/store.ts';
import { stixType } from '../media-type.ts';
import type { PageKind } from '../page-item.ts';
import type { Page } from '../pages/store.ts';
import { withdrawalObject } from '../withdrawal.ts';

const type = 'x-tocsin-withdrawal';

/** Tombstones that are read at once while a filter looks for its own. */
const most = 10_000;

/** A page of what was taken back from the caller's org; each withdrawal has one version. */
export function readWithdrawals(
  { db }: { readonly db: Db },
  caller: Caller,
  { after, limit, filters = {} }: EntryQuery,
  kind: PageKind,
): Promise<Page> {
  return db.asOrg(caller.org, async (tx) => {
    const { epoch } = await readHead(tx);
    const { types, specVersions } = filters;
    const none = types?.includes(type) === false || specVersions?.includes('2.1') === false;
    const found = none ? [] : await readFitting(tx, after, limit + 1, filters);
    const kept = found.slice(0, limit);
    const [first, last] = [kept[0]?.dateAdded, kept.at(-1)?.dateAdded];
    return {
      items: kept.map((tombstone) => itemOf(tombstone, kind)).join(','),
      count: kept.length,
      more: found.length > limit,
      epoch,
      ...(first !== undefined && last !== undefined && { first, last }),
    };
  });
}

/** The next tombstones, at most `wanted`, whose withdrawals a filter lets through. */
async function readFitting(
  tx: Tx,
  after: string | undefined,
  wanted: number,
  { ids, versions = { last: true } }: NonNullable<EntryQuery['filters']>,
): Promise<Tombstone[]> {
  const oneVersion = versions.all === true || versions.first === true || versions.last === true;
  const at = (versions.at ?? []).flatMap((version) => instantOf(version) ?? []);
  const fits = (tombstone: Tombstone): boolean => {
    const { id, modified } = withdrawalObject(tombstone);
    return (ids?.includes(id) ?? true) && (oneVersion || at.includes(instantOf(modified) ?? ''));
  };
  const found: Tombstone[] = [];
  const limit = ids === undefined && oneVersion ? wanted : most;
  for (let place = after, more = true; more && found.length < wanted;) {
    const page = await readTombstones(tx, { limit, ...(place !== undefined && { after: place }) });
    found.push(...page.entries.filter(fits));
    ({ more, last: place } = page);
  }
  return found.slice(0, wanted);
}

function itemOf(tombstone: Tombstone, kind: PageKind): string {
  const object = withdrawalObject(tombstone);
  if (kind === 'objects') return JSON.stringify(object);
  if (kind === 'versions') return JSON.stringify(object.modified);
  return JSON.stringify({
    id: object.id,
    date_added: tombstone.dateAdded,
    version: object.modified,
    media_type: stixType,
  });
}
