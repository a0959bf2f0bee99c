import type { ObjectItem, ObjectPage } from '@tocsin/api';
import { isObject, parseJson, tlpOf, type JsonValue } from '@tocsin/stix';
import type { Tx } from '#kernel/db.ts';

interface DraftRow {
  readonly row: number;
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  readonly version: string;
  readonly waits: boolean;
  readonly body: string;
}

/** A draft and its body, parsed. */
export interface Draft {
  readonly item: ObjectItem;
  readonly object: JsonValue;
}

const columns = `v.id as row, v.stix_id as id, v.type, v.name, v.version, v.body,
  exists (select from scheduled_release s where s.version = v.id) as waits`;
const own = `v.owner = (select acting_org()) and v.release is null and not v.withdrawn and v.collection = 0`;

/** Drafts of the acting org in the programme's intelligence, the newest first; `after` is what `next` gave. */
export async function readDrafts(tx: Tx, after: string | undefined, limit: number): Promise<ObjectPage> {
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after);
  const rows = await tx.query<DraftRow>(
    `select ${columns} from object_version v where ${own} and v.id < $1 order by v.id desc limit $2`,
    [Number.isSafeInteger(before) ? before : 0, limit + 1],
  );
  const kept = rows.slice(0, limit);
  const last = kept.at(-1)?.row;
  return {
    objects: kept.map((row) => draftOf(row).item),
    next: rows.length > limit && last !== undefined ? String(last) : null,
  };
}

/** The newest draft of the acting org under a STIX id. */
export async function readDraft(tx: Tx, id: string): Promise<Draft | undefined> {
  const [row] = await tx.query<DraftRow>(
    `select ${columns} from object_version v where ${own} and v.stix_id = $1 order by v.id desc limit 1`,
    [id],
  );
  return row && draftOf(row);
}

function draftOf({ waits, body, ...draft }: DraftRow): Draft {
  const parsed = parseJson(body);
  const object = parsed.ok ? parsed.value : null;
  const tlp = isObject(object) ? (tlpOf(object) ?? null) : null;
  const state = waits ? 'scheduled' : 'draft';
  return { item: { ...draft, state, owner: true, tlp, dateAdded: null, rule: 'owner' }, object };
}
