import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import type { Actor } from '../actor.ts';
import { bumpRegistryVersion } from '../pipeline/store.ts';

/**
 * Completes a change that routing, filters or names depend on: its audit row, and a new version for the pipeline. Call
 * it last in the transaction of the change.
 */
export async function recordChange(
  tx: Tx,
  by: Actor,
  now: Date,
  change: { readonly action: string; readonly subject: string; readonly detail: object },
): Promise<void> {
  await recordAudit(tx, { at: now, org: by.org, actor: by.name, ...change });
  await bumpRegistryVersion(tx);
}
