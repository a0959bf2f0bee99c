import { checkpointText } from '@tocsin/api/audit/canonical.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { sha256 } from '../digest.ts';
import { mayChain, readHeads } from '../sealer/store.ts';
import type { SigningKey } from './signing-key.ts';
import { insertCheckpoint, lastCheckpoint, movedSince, publishKey } from './store.ts';

/**
 * Signs where every chain stands, when the last checkpoint is older than `afterMs` and a chain has moved since. Returns the
 * number of the new checkpoint.
 */
export async function checkpointIfDue(
  db: Db,
  clock: Clock,
  key: SigningKey,
  afterMs: number,
): Promise<number | undefined> {
  return db.asSystem('checkpoint', async (tx) => {
    if (!(await mayChain(tx))) return undefined;
    const last = await lastCheckpoint(tx);
    const now = clock.now();
    if (last !== undefined && now.getTime() - last.at.getTime() < afterMs) return undefined;
    const moved = await movedSince(tx);
    if (moved.length === 0) return undefined;
    await publishKey(tx, key, now);
    const number = (last?.number ?? 0) + 1;
    const previous = last === undefined ? null : sha256(last.document);
    const document = checkpointText(sha256, { number, at: now.toISOString(), previous }, await readHeads(tx));
    await insertCheckpoint(tx, { number, at: now, key: key.id, document, signature: key.sign(document) }, moved);
    return number;
  });
}
