import type { Tx } from '#kernel/db.ts';

/** Adds a row to the audit trail, in the transaction of what it tells of. `org` 0: the programme itself. */
export async function recordAudit(
  tx: Tx,
  row: { at: Date; org: number; actor: string; action: string; subject: string; detail?: object },
): Promise<void> {
  await tx.query('insert into audit (at, org, actor, action, subject, detail) values ($1, $2, $3, $4, $5, $6)', [
    row.at,
    row.org,
    row.actor,
    row.action,
    row.subject,
    JSON.stringify(row.detail ?? {}),
  ]);
}
