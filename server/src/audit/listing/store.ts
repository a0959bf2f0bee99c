import type { AuditItem, AuditPage, LogHead, LogName, QueryOf } from '@tocsin/api';
import type { auditRoutes } from '@tocsin/api/routes/audit.ts';
import type { Tx } from '#kernel/db.ts';

/** Where the chains stand that the acting org may see. */
export async function readLogHeads(tx: Tx): Promise<LogHead[]> {
  const rows = await tx.query<Omit<LogHead, 'sealedAt'> & { sealedAt: Date }>(
    `select h.log, h.org, coalesce(o.handle, 'tocsin') as handle, h.seq, encode(h.hash, 'hex') as hash,
            h.start_seq as "startSeq", encode(h.start_hash, 'hex') as "startHash", h.sealed_at as "sealedAt"
     from log_head h left join org o on o.id = h.org order by h.org, h.log`,
  );
  return rows.map((row) => ({ ...row, sealedAt: row.sealedAt.toISOString() }));
}

/** Rows without a place, by chain; late: some have waited since before a time. */
export const countLateUnsealed = (
  tx: Tx,
  before: Date,
  org?: number,
): Promise<{ log: LogName; org: number; rows: number; late: boolean }[]> =>
  tx.query(
    `select log, org, count(*) as rows, bool_or(at < $1) as late
     from (select log, org, at from audit_row where seq is null union all select 'receipt', org, at from receipt where seq is null) r
     where $2::int is null or org = $2 group by log, org order by org, log`,
    [before, org ?? null],
  );

type Filter = QueryOf<typeof auditRoutes.audit>;

/** Most rows that the facets count: enough to choose by, at a cost that does not grow with the log. */
const mostCounted = 5000;

/** A page of the logs for screens, newest first; `own` is the caller's org where it may see no other. */
export async function listAudit(tx: Tx, filter: Filter, own: number | undefined): Promise<AuditPage> {
  const { limit = 100 } = filter;
  const { where, values } = conditionsOf(filter, own);
  const rows = await tx.query<Omit<AuditItem, 'at'> & { at: Date }>(
    `select r.id, r.seq, r.at, r.log, r.action, r.subject, r.detail, coalesce(o.handle, 'tocsin') as org,
            w.value as actor, a.value as address
     from (select * from audit_row r where ${where} order by r.id desc limit ${limit + 1}) r
     left join org o on o.id = r.org left join audit_identity w on w.digest = r.who left join audit_identity a on a.digest = r.address
     order by r.id desc`,
    values,
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
  const facets = await tx.query<{ name: 'action' | 'org'; value: string; count: number }>(
    `with found as (select r.action, r.org from audit_row r where ${where} order by r.id desc limit ${mostCounted})
     select 'action' as name, action as value, count(*) as count from found group by action
     union all select 'org', coalesce(o.handle, 'tocsin'), count(*) from found s left join org o on o.id = s.org group by 2
     order by count desc, value`,
    values,
  );
  const facet = (wanted: 'action' | 'org') =>
    facets.filter(({ name }) => name === wanted).map(({ value, count }) => ({ value, count }));
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    facets: { action: facet('action'), org: facet('org') },
  };
}

/** A filter as SQL over `audit_row r`; what comes from outside stands in `values` alone. */
function conditionsOf(filter: Filter, own: number | undefined): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = [`r.log = ${value(filter.log ?? 'audit')}`];
  if (own !== undefined) conditions.push(`r.org = ${value(own)}`);
  if (filter.org === 'tocsin') conditions.push('r.org = 0');
  else if (filter.org !== undefined)
    conditions.push(`r.org = coalesce((select id from org where handle = ${value(filter.org)}), -1)`);
  if (filter.action !== undefined) {
    const patterns = filter.action.split(',').map((each) =>
      each
        .trim()
        .replace(/[\\%_]/g, String.raw`\$&`)
        .replaceAll('*', '%'),
    );
    conditions.push(`r.action like any(${value(patterns)}::text[])`);
  }
  if (filter.actor !== undefined)
    conditions.push(
      `r.who in (select digest from audit_identity where kind = 'actor' and value = ${value(filter.actor)})`,
    );
  if (filter.subject !== undefined) conditions.push(`position(${value(filter.subject)} in r.subject) > 0`);
  if (filter.from !== undefined) conditions.push(`r.at >= ${value(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`r.at < ${value(filter.to)}`);
  if (filter.before !== undefined) conditions.push(`r.id < ${value(filter.before)}`);
  return { where: conditions.join(' and '), values };
}

/** Id of the org with a handle as far as the acting org sees it; 0 for `tocsin`, the programme itself. */
export async function orgOf(tx: Tx, handle: string): Promise<number | undefined> {
  if (handle === 'tocsin') return 0;
  return (await tx.maybe<{ id: number }>('select id from org where handle = $1', [handle]))?.id;
}
