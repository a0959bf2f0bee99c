import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { storeObjects } from '#intelligence/store.ts';
import type { ReleaseTerms } from '#sharing/index.ts';
import type { Contents } from '../collections.ts';
import { postedOf, statusOf } from '../status.ts';
import { addStatus } from '../statuses/store.ts';
import { inOrder, readEnvelope } from './read-envelope.ts';

/**
 * Stores what was sent to a collection and keeps its status in the same transaction. In the inbox it becomes drafts of the
 * caller's org; in a collection that several read it is shared with those who read it, as far as its markings let it.
 */
export async function addObjects(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  caller: Caller,
  contents: Contents,
  body: Uint8Array,
): Promise<{ readonly id: string; readonly outcome: string }> {
  const now = clock.now();
  const requestedAt = now.toISOString();
  const sent = readEnvelope(body, requestedAt);
  let id = '';
  let outcome: object = statusOf(inOrder(sent, []), requestedAt);
  if (sent.objects.length === 0) id = await db.asOrg(caller.org, (tx) => addStatus(tx, caller.org, outcome, now));
  else
    await storeObjects(
      db,
      {
        objects: sent.objects,
        by: caller.name,
        ...whereTo(caller.org, contents),
        within: async (tx, stored) => {
          outcome = statusOf(inOrder(sent, stored.map(postedOf)), requestedAt);
          id = await addStatus(tx, caller.org, outcome, now);
        },
      },
      now,
    );
  return { id, outcome: JSON.stringify(outcome) };
}

function whereTo(owner: number, contents: Contents): { terms: ReleaseTerms; draft?: true; collection?: number } {
  if (contents.kind === 'inbox') return { terms: { owner }, draft: true };
  if (contents.kind !== 'entries' || contents.readers === undefined) throw new AppError('forbidden');
  return { terms: { owner, groups: [contents.readers] }, collection: contents.number };
}
