import type { Overlay, OverlayInput } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import type { Noted } from '../search/found.ts';

interface OverlayRow extends Omit<Overlay, 'updatedAt'> {
  readonly updatedAt: Date;
}

const columns = `stix_id as id, verdict, status, note, tags, score, updated_at as "updatedAt", updated_by as "updatedBy"`;
const overlayOf = (row: OverlayRow): Overlay => ({ ...row, updatedAt: row.updatedAt.toISOString() });

/** What the acting org noted of an object. Row-level security shows it no other's, and nobody else its own. */
export async function readOverlay(tx: Tx, id: string): Promise<Overlay | undefined> {
  const row = await tx.maybe<OverlayRow>(`select ${columns} from overlay where stix_id = $1`, [id]);
  return row === undefined ? undefined : overlayOf(row);
}

/** Notes it; what is not given stays. */
export async function putOverlay(tx: Tx, id: string, input: OverlayInput, by: string, now: Date): Promise<Overlay> {
  const { verdict, status, note, tags, score } = input;
  return overlayOf(
    await tx.one<OverlayRow>(
      `insert into overlay (org, stix_id, verdict, status, note, updated_at, updated_by, tags, score)
       values ((select acting_org()), $1, $2, $3, coalesce($4, ''), $5, $6, coalesce($9::text[], '{}'), $10::smallint)
       on conflict (org, stix_id) do update set updated_at = $5, updated_by = $6, note = coalesce($4, overlay.note),
         verdict = case when $7 then $2 else overlay.verdict end, status = case when $8 then $3 else overlay.status end,
         tags = coalesce($9::text[], overlay.tags), score = case when $11 then $10::smallint else overlay.score end
       returning ${columns}`,
      [
        id,
        verdict ?? null,
        status ?? null,
        note ?? null,
        now,
        by,
        verdict !== undefined,
        status !== undefined,
        tags?.map((tag) => tag.trim()).filter((tag) => tag !== '') ?? null,
        score ?? null,
        score !== undefined,
      ],
    ),
  );
}

/** What the acting org itself made of objects, for lists; by their ids. */
export async function notesOn(tx: Tx, ids: readonly string[]): Promise<Map<string, Noted>> {
  const rows = await tx.query<Noted & { id: string }>(
    'select stix_id as id, verdict, tags, score from overlay where stix_id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, ...noted }) => [id, noted]));
}
