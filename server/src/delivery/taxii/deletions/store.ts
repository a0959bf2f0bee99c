import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { readEntries, withdrawObjects } from '#intelligence/store.ts';
import { readReader } from '../../reader/store.ts';
import type { Contents } from '../collections.ts';
import type { Filter } from '../filter.ts';

/** Versions of one object that one request takes away. */
const mostVersions = 10_000;

/**
 * Takes an object, or the versions of it that the filter names, out of a collection for everybody. Throws `not_found` where
 * there is nothing of the kind, and `forbidden` where all that there is belongs to others.
 */
export async function removeObject(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  caller: Caller,
  contents: Contents,
  id: string,
  { versions, specVersions }: Filter,
): Promise<void> {
  if (contents.kind !== 'entries') throw new AppError('forbidden');
  const { number: collection } = contents;
  const now = clock.now();
  const filters = {
    ids: [id],
    versions: versions === 'all' ? { all: true } : versions,
    ...(specVersions && { specVersions }),
  };
  const { entries } = await db.asOrg(caller.org, async (tx) => {
    const { viewer } = await readReader(tx, caller, 'feed');
    return readEntries(tx, viewer, { collection, limit: mostVersions, filters }, now);
  });
  if (entries.length === 0) throw new AppError('not_found');
  const own = entries.filter(({ owner }) => owner === caller.org);
  if (own.length === 0) throw new AppError('forbidden', { detail: 'It was written by another organisation.' });
  const request = { owner: caller.org, collection, id, reason: 'deleted', by: caller.name };
  if (versions === 'all' && specVersions === undefined) await withdrawObjects(db, request, now);
  else for (const { version } of own) await withdrawObjects(db, { ...request, version }, now);
}
