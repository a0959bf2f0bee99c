import type { Contact, NewContact } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Actor } from '../actor.ts';
import { findOrg, type OrgFacts } from '../orgs/store.ts';
import { validationFailed } from '../validation-failed.ts';
import { contactProblems } from './contact-rules.ts';
import { dedicatedInForce } from './dedicated.ts';

/** A contact as stored; `org` is null where the acting org may see the contact but not the organisation it belongs to. */
export type ContactRecord = Omit<Contact, 'org' | 'expiresAt'> & {
  readonly org: string | null;
  readonly owner: number;
  readonly import: string | null;
  readonly expiresAt: Date | null;
};

const selectContact = `
  select c.id, o.handle as org, c.org as owner, c.layer, c.name, c.role, c.email, c.phone, c.languages, c.hours,
    c.time_zone as "timeZone", d.id as deputy, c.dedicated_to as "dedicatedTo", c.import, c.note, c.expires_at as "expiresAt"
  from contact c left join org o on o.id = c.org left join contact d on d.id = c.deputy`;

/**
 * The contacts of an organisation, and the operator's contact dedicated to its nation. Throws `not_found` where the
 * acting org may not see the organisation.
 */
export async function listContacts(tx: Tx, handle: string, now: Date): Promise<ContactRecord[]> {
  const org = await findOrg(tx, handle);
  const rows = await tx.query<ContactRecord>(
    `${selectContact} where c.org = $1 or c.dedicated_to = $2 order by c.org <> $1, c.name, c.id`,
    [org.id, org.nation],
  );
  const dedicated = dedicatedInForce(
    rows.filter(({ owner }) => owner !== org.id),
    now,
  );
  return rows.filter((row) => row.owner === org.id || row === dedicated);
}

/** The operator's contact dedicated to a nation, where the acting org may see it. `owner` is the org it belongs to. */
export async function dedicatedContact(
  tx: Tx,
  nation: string,
  now: Date,
): Promise<(Omit<Contact, 'org'> & { owner: number }) | undefined> {
  const rows = await tx.query<ContactRecord>(`${selectContact} where c.dedicated_to = $1 order by c.id`, [nation]);
  const found = dedicatedInForce(rows, now);
  if (found === undefined) return undefined;
  const { org: _, ...contact } = contactOf(found, '');
  return { ...contact, owner: found.owner };
}

/** Handles of orgs, whoever asks: run it as the system, for orgs whose contact the caller has been shown. */
export async function handlesOf(tx: Tx, orgs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.query<{ id: number; handle: string }>('select id, handle from org where id = any($1)', [orgs]);
  return new Map(rows.map(({ id, handle }) => [id, handle]));
}

/** A contact as the API shows it. */
export function contactOf({ owner: _, import: _from, ...row }: ContactRecord, org: string): Contact {
  return { ...row, org, expiresAt: row.expiresAt?.toISOString() ?? null };
}

type Values = Required<NewContact>;

/** Adds a manual contact. Throws `not_found`, `conflict`, or `validation_failed` with pointers. */
export async function addContact(tx: Tx, handle: string, contact: NewContact, by: Actor, now: Date): Promise<Contact> {
  const org = await findOrg(tx, handle);
  const values = valuesOf(contact);
  await checkContact(tx, org, values, undefined);
  const { id } = await tx.one<{ id: number }>(
    `insert into contact (org, layer, name, role, email, phone, languages, hours, time_zone, deputy, dedicated_to, note, expires_at, created_at)
     values ($1, 'manual', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
    [org.id, ...columnsOf(values), now],
  );
  await audit(tx, 'contact.add', handle, { id, dedicatedTo: values.dedicatedTo }, by, now);
  return readContact(tx, org, id);
}

/** Changes a manual contact; null empties a member. Throws as `addContact`, and `conflict` for an automatic one. */
export async function changeContact(
  tx: Tx,
  handle: string,
  id: number,
  change: Partial<NewContact>,
  by: Actor,
  now: Date,
): Promise<Contact> {
  const org = await findOrg(tx, handle);
  const before = await readContact(tx, org, id);
  if (before.layer === 'automatic') throw importedRefusal(before);
  const { name, role, email, phone, languages, hours, timeZone, deputy, dedicatedTo, note, expiresAt } = before;
  const values = valuesOf({
    name,
    role,
    email,
    phone,
    languages,
    hours,
    timeZone,
    deputy,
    dedicatedTo,
    note,
    expiresAt,
    ...change,
  });
  await checkContact(tx, org, values, id);
  await tx.query(
    `update contact set name = $2, role = $3, email = $4, phone = $5, languages = $6, hours = $7, time_zone = $8,
       deputy = $9, dedicated_to = $10, note = $11, expires_at = $12 where id = $1`,
    [id, ...columnsOf(values)],
  );
  await audit(tx, 'contact.change', handle, { id, members: Object.keys(change) }, by, now);
  return readContact(tx, org, id);
}

/** Removes a manual contact. Throws `not_found`, and `conflict` for an automatic one. */
export async function removeContact(tx: Tx, handle: string, id: number, by: Actor, now: Date): Promise<void> {
  const org = await findOrg(tx, handle);
  const contact = await readContact(tx, org, id);
  if (contact.layer === 'automatic') throw importedRefusal(contact);
  await tx.query('delete from contact where id = $1', [id]);
  await audit(tx, 'contact.remove', handle, { id, dedicatedTo: contact.dedicatedTo }, by, now);
}

function valuesOf(contact: NewContact): Values {
  const text = (value: string | null | undefined): string | null =>
    value == null || value.trim() === '' ? null : value;
  const { name, role, email, phone, languages = [], hours, timeZone, deputy, dedicatedTo, note, expiresAt } = contact;
  return {
    name,
    role,
    languages,
    email: text(email),
    phone: text(phone),
    hours: text(hours),
    timeZone: text(timeZone),
    deputy: deputy ?? null,
    dedicatedTo: dedicatedTo ?? null,
    note: text(note),
    expiresAt: expiresAt ?? null,
  };
}

function columnsOf(values: Values): unknown[] {
  const { name, role, email, phone, languages, hours, timeZone, deputy, dedicatedTo, note, expiresAt } = values;
  return [name, role, email, phone, languages, hours, timeZone, deputy, dedicatedTo, note, expiresAt];
}

async function checkContact(tx: Tx, org: OrgFacts, values: Values, id: number | undefined): Promise<void> {
  const nations = await tx.query<{ code: string }>('select code from nation');
  const problems = contactProblems(values, org.kind, new Set(nations.map(({ code }) => code)));
  if (values.deputy !== null) {
    const deputy = await tx.maybe('select id from contact where id = $1 and org = $2', [values.deputy, org.id]);
    if (deputy === undefined || values.deputy === id)
      problems.push({ in: 'body', pointer: '/deputy', problem: `a deputy is another contact of ${org.handle}` });
  }
  if (problems.length > 0) throw validationFailed(problems);
  if (values.dedicatedTo === null) return;
  await tx.query('select from nation where code = $1 for no key update', [values.dedicatedTo]);
  const other = await tx.maybe<{ id: number; name: string }>(
    `select id, name from contact where dedicated_to = $1 and layer = 'manual' and id is distinct from $2`,
    [values.dedicatedTo, id ?? null],
  );
  if (other !== undefined) {
    const detail = `${values.dedicatedTo} has a dedicated contact already: ${other.name} (id ${other.id}). Change that one first.`;
    throw new AppError('conflict', { detail });
  }
}

async function readContact(tx: Tx, org: OrgFacts, id: number): Promise<Contact & { import: string | null }> {
  const row = await tx.maybe<ContactRecord>(`${selectContact} where c.id = $1 and c.org = $2`, [id, org.id]);
  if (row === undefined) throw new AppError('not_found', { detail: `${org.handle} has no contact ${id}.` });
  return { ...contactOf(row, org.handle), import: row.import };
}

function importedRefusal({ import: name }: { import: string | null }): AppError {
  const detail = `This contact came with the import "${name ?? ''}", which would bring it back: change it there, or add a manual contact.`;
  return new AppError('conflict', { detail });
}

async function audit(tx: Tx, action: string, handle: string, detail: object, by: Actor, now: Date): Promise<void> {
  // Names and addresses of people stay out of the trail: it is kept longer than they are.
  await recordAudit(tx, { at: now, org: by.org, actor: by.name, action, subject: `org/${handle}`, detail });
}
