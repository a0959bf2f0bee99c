import { isObject, markingRefs, parseJson, tlpMarkings, versionOf, type JsonObject } from '@tocsin/stix';
import type { Db } from '#kernel/db.ts';

/**
 * Finds the marking definitions that objects name besides the TLP constants: those of their org, or among themselves. Of
 * nobody else's: a forged definition under an id that others use would lower what they mark with it.
 */
export async function markingsFor(
  db: Db,
  owner: number,
  objects: readonly { readonly value: JsonObject }[],
): Promise<(id: string) => JsonObject | undefined> {
  const found = new Map<string, JsonObject>();
  const unknown = new Set<string>();
  for (const { value } of objects) {
    if (value['type'] === 'marking-definition') found.set(versionOf(value).id, value);
    for (const ref of markingRefs(value)) if (!tlpMarkings.has(ref)) unknown.add(ref);
  }
  if (unknown.size > 0) {
    const rows = await db.asSystem('markings', (tx) =>
      tx.query<{ id: string; body: string }>(
        'select stix_id as id, body from object_version where stix_id = any($1) and owner = $2 order by id',
        [[...unknown], owner],
      ),
    );
    for (const { id, body } of rows) {
      const parsed = parseJson(body);
      if (parsed.ok && isObject(parsed.value)) found.set(id, parsed.value);
    }
  }
  return (id) => found.get(id);
}
