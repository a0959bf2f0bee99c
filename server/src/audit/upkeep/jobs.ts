import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import { defineJob, type AnyJob } from '#kernel/jobs.ts';
import { readHeads } from '../sealer/store.ts';
import { recordAudit } from '../rows/store.ts';
import { daysAgo, monthBefore } from './retention.ts';

type Retention = Pick<Config, 'auditDays' | 'auditNameDays' | 'auditAddressDays'>;

/** Erases names and addresses beyond their retention, drops rows beyond theirs, and records that it did. */
export async function applyRetention(db: Db, clock: Clock, retention: Retention): Promise<Record<string, number>> {
  const now = clock.now();
  const { auditDays, auditNameDays, auditAddressDays } = retention;
  const erase = (kind: 'actor' | 'address', days: number) =>
    db.asSystem('retention', (tx) =>
      tx.one<{ n: number }>('select erase_audit_identities($1, $2) as n', [kind, monthBefore(now, days)]),
    );
  const names = (await erase('actor', auditNameDays)).n;
  const addresses = (await erase('address', auditAddressDays)).n;
  let rows = 0;
  // A chain each, so that nobody waits long.
  for (const { log, org } of await db.asSystem('retention', readHeads))
    rows += (
      await db.asSystem('retention', (tx) =>
        tx.one<{ n: number }>('select expire_log($1, $2, $3) as n', [log, org, daysAgo(now, auditDays)]),
      )
    ).n;
  const gone = { names, addresses, rows };
  if (names + addresses + rows > 0)
    await db.asSystem('retention', (tx) =>
      recordAudit(tx, { at: now, org: 0, actor: 'retention', action: 'audit.expire', subject: 'audit', detail: gone }),
    );
  return gone;
}

/** The regular work of audit, besides the loop of each second. */
export function auditJobs({ db, clock, config }: { db: Db; clock: Clock; config: Retention }): AnyJob[] {
  return [
    defineJob({
      name: 'audit.apply_retention',
      schedule: '41 0 * * *',
      handler: async (_data: object, { log }) => {
        const gone = await applyRetention(db, clock, config);
        if (gone['rows'] !== 0) log.info(gone, 'audit rows beyond retention were dropped');
      },
    }),
  ];
}
