import type { Scope } from '@tocsin/api';
import { AppError } from '#kernel/errors.ts';

/** What the tables of machines have in common, as rows have it. */
export interface MachineRow {
  readonly id: number;
  readonly org: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly addresses: string[] | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The columns of a MachineRow, of a table `m` joined with its org `o`. */
export const machineColumns = `m.id, o.handle as org, m.name, m.scopes, m.addresses::text[] as addresses, m.created_at as "createdAt",
  m.created_by as "createdBy", m.expires_at as "expiresAt", m.last_used_at as "lastUsedAt", m.revoked_at as "revokedAt"`;

const text = (time: Date | null): string | null => time?.toISOString() ?? null;

/** A row with its times as texts. */
export function machineOf<R extends MachineRow>(row: R) {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: text(row.expiresAt),
    lastUsedAt: text(row.lastUsedAt),
    revokedAt: text(row.revokedAt),
  };
}

/** The end that was asked for, or the earlier one of two. Throws `validation_failed` where it lies in the past. */
export function endOf(wanted: string | undefined, latest: Date | null, now: Date): Date | null {
  const asked = wanted === undefined ? null : new Date(wanted);
  if (asked !== null && asked <= now)
    throw new AppError('validation_failed', { detail: 'body /expiresAt: lies in the past' });
  if (asked === null || latest === null) return asked ?? latest;
  return asked < latest ? asked : latest;
}
