import type { Db } from '#kernel/db.ts';
import { registryVersion, settledRegistryVersion } from '#registry/store.ts';
import { compileWarned, type Warned, type Warninglist } from './warned.ts';

/** Compiled once per process and database, while the registry stands still. */
const kept = new WeakMap<Db, { readonly version: number; readonly warned: Warned }>();

/** The warninglists that are switched on, compiled, no older than what had been committed when this was called. */
export function readWarned(db: Db): Promise<Warned> {
  return db.asSystem('warninglists', async (tx) => {
    const known = kept.get(db);
    if (known !== undefined && known.version === (await registryVersion(tx))) return known.warned;
    // The number moves before its change commits: old rows must not be kept under it.
    const version = await settledRegistryVersion(tx);
    const lists = await tx.query<Warninglist>(
      'select name, addresses::text[] as addresses, domains from warninglist where enabled order by name',
    );
    const warned = compileWarned(lists);
    kept.set(db, { version, warned });
    return warned;
  });
}
