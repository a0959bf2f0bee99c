import type { ClientCertificate, NewClientCertificate } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { networksOf } from '../../networks.ts';
import { endOf, machineColumns, machineOf, type MachineRow } from '../machine-row.ts';
import { readCertificate } from '../read-certificate.ts';

interface Row extends MachineRow {
  readonly fingerprint: string;
  readonly subject: string | null;
}

const columns = `${machineColumns}, encode(m.fingerprint, 'hex') as fingerprint, m.subject`;

/** The client certificates that the acting org may see, the newest first. */
export async function listCertificates(tx: Tx): Promise<ClientCertificate[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from client_certificate m join org o on o.id = m.org order by m.id desc`,
  );
  return rows.map(machineOf);
}

/** Binds a certificate to an org. Throws `not_found`, `validation_failed`, and `conflict` where it is registered already. */
export async function registerCertificate(
  tx: Tx,
  wanted: NewClientCertificate,
  by: { org: number; name: string },
  now: Date,
): Promise<ClientCertificate> {
  const { fingerprint, subject, notAfter } = readCertificate(wanted, now);
  const org = await tx.maybe<{ id: number }>('select id from org where handle = $1', [wanted.org]);
  if (org === undefined) throw new AppError('not_found', { detail: `There is no organisation ${wanted.org}.` });
  const [row] = await tx.query<Row>(
    `with m as (
       insert into client_certificate (fingerprint, org, name, subject, scopes, addresses, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (fingerprint) where revoked_at is null do nothing returning *
     ) select ${columns} from m join org o on o.id = m.org`,
    [
      fingerprint,
      org.id,
      wanted.name,
      subject,
      [...new Set(wanted.scopes)],
      wanted.addresses === undefined ? null : networksOf(wanted.addresses),
      now,
      by.name,
      endOf(wanted.expiresAt, notAfter, now),
    ],
  );
  if (row === undefined) throw new AppError('conflict', { detail: 'This certificate is registered already.' });
  const { name, scopes, addresses, expiresAt } = row;
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'certificate.register',
    subject: `certificate/${row.id}`,
    detail: { org: row.org, name, fingerprint: row.fingerprint, scopes, addresses, expiresAt },
  });
  return machineOf(row);
}

/** Revokes a certificate, for good; once more changes nothing. False when the acting org sees no such certificate. */
export async function revokeCertificate(
  tx: Tx,
  id: number,
  by: { org: number; name: string },
  now: Date,
): Promise<boolean> {
  const known = await tx.query('select from client_certificate where id = $1', [id]);
  if (known.length === 0) return false;
  const gone = await tx.query(
    'update client_certificate set revoked_at = $2 where id = $1 and revoked_at is null returning 1 as gone',
    [id, now],
  );
  if (gone.length > 0)
    await recordAudit(tx, { at: now, org: by.org, actor: by.name, action: 'certificate.revoke', subject: `certificate/${id}` }); // prettier-ignore
  return true;
}
