import type { Published, Tombstone } from '#intelligence/index.ts';
import { readObjectChanges } from '#intelligence/store.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { resume, type Cleared, type Cursor, type Viewer } from '#sharing/index.ts';
import { readHead } from '#sharing/store.ts';
import { readReader } from '../reader/store.ts';
import type { Reading } from '../reading.ts';

/** A change of an object with the cursor that goes on behind it. */
export interface DeliveredObject {
  readonly cursor: Cursor;
  readonly change: Cleared<Published> | Tombstone;
  readonly committedAt: Date;
}

export interface ObjectsAfter {
  readonly objects: DeliveredObject[];
  /** Where to go on: behind everything that was looked at, whether or not the reader may have it. */
  readonly cursor: Cursor;
  readonly more: boolean;
}

/**
 * The next changes of objects for the caller's org after a cursor (none: from the beginning of what is kept), at most
 * `limit`, in the order of the log. Each body passes decide() as of now: what was taken back meanwhile comes no more, its
 * tombstone follows in its place. Throws `gone_cursor`, and `forbidden` for an org that is not enrolled.
 */
export function readObjectsAfter(
  { db, clock }: Reading,
  caller: Caller,
  after: Cursor | undefined,
  limit: number,
  channel: Viewer['channel'],
): Promise<ObjectsAfter> {
  return db.asOrg(caller.org, async (tx) => {
    const { viewer } = await readReader(tx, caller, channel);
    // The head first: what is committed after it is found next time.
    const head = await readHead(tx);
    const { seq: from } = resume(head, after, '/api/objects');
    const page = await readObjectChanges(tx, viewer, { after: from, limit }, clock.now());
    const { epoch } = head;
    return {
      objects: page.changes.map((change) => ({
        change,
        cursor: { epoch, seq: change.seq },
        committedAt: new Date(change.dateAdded),
      })),
      cursor: { epoch, seq: page.more ? page.seq : Math.max(head.seq, page.seq, from) },
      more: page.more,
    };
  });
}
