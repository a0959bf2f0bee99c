import { readObjectChanges } from '#intelligence/store.ts';
import type { Caller } from '#kernel/http/caller.ts';
import type { Cursor, LogHead } from '#sharing/index.ts';
import { readHead } from '#sharing/store.ts';
import { readEventsAfter } from '../../events/store.ts';
import { readReader } from '../../reader/store.ts';
import type { Reading } from '../../reading.ts';
import type { Held } from '../subscription.ts';
import type { Item, Items } from './item.ts';

/**
 * What the org of a subscription may have now behind a place, at most `limit`, in the order of the log. Each body passes
 * decide() at each reading, the tenth attempt's like the first's. Throws `forbidden` for an org that is not enrolled.
 */
export async function readItems(reading: Reading, held: Held, from: Cursor, limit: number): Promise<Items> {
  return held.subject === 'events' ? readEvents(reading, held, from, limit) : readObjects(reading, held, from, limit);
}

/** Where the log stands. */
export function readLogHead({ db }: Reading): Promise<LogHead> {
  return db.asSystem('subscriptions', readHead);
}

/** A subscription reads as a machine of its org. */
function callerOf({ org, orgHandle, orgKind, nation, name }: Held): Caller {
  return { kind: 'token', org, orgHandle, orgKind, nation, name: `subscription ${name}`, scopes: [] };
}

async function readEvents(reading: Reading, held: Held, from: Cursor, limit: number): Promise<Items> {
  const { events, cursor, more } = await readEventsAfter(reading, callerOf(held), from, limit, held.channel);
  const items = events.map(({ event, cursor: place, committedAt }): Item => ({
    kind: 'event',
    place,
    at: committedAt,
    event,
  }));
  return { items, cursor, more };
}

function readObjects(reading: Reading, held: Held, from: Cursor, limit: number): Promise<Items> {
  return reading.db.asOrg(held.org, async (tx) => {
    const reader = await readReader(tx, callerOf(held), held.channel);
    // The head first: what is committed after it is found next time.
    const head = await readHead(tx);
    const page = await readObjectChanges(tx, reader.viewer, { after: from.seq, limit }, reading.clock.now());
    const items = page.changes.map((change): Item => {
      const place = { epoch: head.epoch, seq: change.seq };
      const at = new Date(change.dateAdded);
      return change.kind === 'withdrawn'
        ? { kind: 'withdrawn', place, at, tombstone: change }
        : { kind: 'object', place, at, object: change };
    });
    const seq = page.more ? page.seq : Math.max(head.seq, page.seq, from.seq);
    return { items, cursor: { epoch: head.epoch, seq }, more: page.more };
  });
}
