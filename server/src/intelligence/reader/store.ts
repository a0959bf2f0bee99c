import { isObject, parseJson, type JsonObject } from '@tocsin/stix';
import type { Db, Tx } from '#kernel/db.ts';
import type { Caller } from '#kernel/http/caller.ts';
import type { Cleared, Viewer } from '#sharing/index.ts';
import { readBook } from '#sharing/store.ts';
import type { Entry } from '../objects/entry.ts';
import { readEntries } from '../objects/reading/store.ts';
import { viewerOf } from '../viewer.ts';

/** An object that the reader has, and its body as the reader may see it. */
export interface Held {
  readonly entry: Cleared<Entry>;
  readonly value: JsonObject;
}

/** Ids that one statement asks for at most. */
const askedAtOnce = 1000;

/** The caller as it stands now, on the way by which a body leaves. */
export async function readViewer(db: Db, caller: Caller, now: Date): Promise<Viewer> {
  const { orgs } = await readBook(db, now);
  const channel = caller.kind === 'person' ? 'console' : 'api';
  return viewerOf(
    caller,
    orgs.find(({ id }) => id === caller.org),
    channel,
  );
}

/** The last versions of objects, by id: those that the acting org has. What it has not is left out, known or not. */
export async function readHeld(tx: Tx, viewer: Viewer, ids: readonly string[], now: Date): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (let from = 0; from < ids.length; from += askedAtOnce) {
    const part = ids.slice(from, from + askedAtOnce);
    const { entries } = await readEntries(tx, viewer, { limit: part.length, filters: { ids: part } }, now);
    for (const one of entries.flatMap(heldOf)) held.set(one.entry.id, one);
  }
  return held;
}

/** All objects of some types that the acting org has, the oldest first; at most `most`, and whether there are more. */
export async function readHeldOfTypes(
  tx: Tx,
  viewer: Viewer,
  types: readonly string[],
  most: number,
  now: Date,
): Promise<{ readonly held: readonly Held[]; readonly more: boolean }> {
  const held: Held[] = [];
  let after: string | undefined;
  for (;;) {
    const limit = Math.min(askedAtOnce, most - held.length);
    if (limit <= 0) return { held, more: true };
    const place = after === undefined ? {} : { after };
    const page = await readEntries(tx, viewer, { limit, filters: { types }, ...place }, now);
    held.push(...page.entries.flatMap(heldOf));
    if (!page.more || page.last === undefined) return { held, more: false };
    after = page.last;
  }
}

function heldOf(entry: Cleared<Entry>): Held[] {
  const parsed = parseJson(entry.body);
  return parsed.ok && isObject(parsed.value) ? [{ entry, value: parsed.value }] : [];
}
