import type { OrgKind, Person, PersonChange, Role } from '@tocsin/api';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import type { DrillPersona } from '../personas.ts';
import { allowedActions, type Actor, type Target } from '../roles/person-actions.ts';
import { idleMs } from '../standing.ts';

interface PersonRow extends Omit<Person, 'createdAt' | 'lastSignIn' | 'actions' | 'org'> {
  readonly org: number;
  readonly handle: string;
  readonly orgKind: OrgKind;
  readonly createdAt: Date;
  readonly lastSignIn: Date | null;
}

function personOf({ org, handle, createdAt, lastSignIn, ...row }: PersonRow, actor: Actor): Person {
  return {
    ...row,
    org: handle,
    createdAt: createdAt.toISOString(),
    lastSignIn: lastSignIn?.toISOString() ?? null,
    actions: allowedActions(actor, { id: row.id, org, orgKind: row.orgKind, role: row.role, status: row.status }),
  };
}

/** The accounts that the acting org may see, or one of them, with what `actor` may do to each. */
export async function listPeople(
  tx: Tx,
  actor: Actor,
  { org, id }: { org?: string | undefined; id?: string },
  now: Date,
): Promise<Person[]> {
  const rows = await tx.query<PersonRow>(
    `select p.id, p.org, o.handle, o.name as "orgName", o.kind as "orgKind", p.name, p.mail, p.languages, p.role, p.status,
            p.created_at as "createdAt", p.created_by as "createdBy", p.last_sign_in as "lastSignIn",
            (select count(*) from passkey k where k.person = p.id) as passkeys,
            exists (select from password w where w.person = p.id) as password,
            (select count(*) from external_identity e where e.person = p.id) as "singleSignOn",
            (select count(*) from session s where s.person_id = p.id and s.expires_at > $3
               and (s.persona is not null or s.seen_at > $4)) as sessions
     from person p join org o on o.id = p.org
     where ($1::text is null or o.handle = $1) and ($2::uuid is null or p.id = $2)
     order by o.name, p.name, p.id`,
    [org ?? null, id ?? null, now, new Date(now.getTime() - idleMs)],
  );
  return rows.map((row) => personOf(row, actor));
}

/** The account as a target of acts, locked until the transaction ends; undefined where the acting org sees none. */
export function lockPerson(tx: Tx, id: string): Promise<(Target & { name: string; mail: string }) | undefined> {
  return tx.maybe(
    `select p.id, p.org, o.kind as "orgKind", p.role, p.status, p.name, p.mail
     from person p join org o on o.id = p.org where p.id = $1 for update of p`,
    [id],
  );
}

/** Changes role or status. A suspended person's sessions end with it, as do those of one whose role sank. */
export async function changePerson(
  tx: Tx,
  target: Target,
  change: PersonChange,
  by: { org: number; name: string },
  now: Date,
): Promise<void> {
  await tx.query('update person set role = coalesce($2, role), status = coalesce($3, status) where id = $1', [
    target.id,
    change.role ?? null,
    change.status ?? null,
  ]);
  if (change.status === 'suspended') await tx.query('delete from session where person_id = $1', [target.id]);
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'person.change',
    subject: `person/${target.id}`,
    detail: { from: { role: target.role, status: target.status }, to: change },
  });
}

/** Makes an account; the way to sign in comes later. Gives its id. */
export async function createPerson(
  tx: Tx,
  person: {
    readonly org: number;
    readonly name: string;
    readonly mail: string;
    readonly languages: readonly string[];
    readonly role: Role;
    readonly createdBy: string;
  },
  now: Date,
): Promise<string> {
  const { id } = await tx.one<{ id: string }>(
    `insert into person (org, name, mail, languages, role, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7)
     returning id`,
    [person.org, person.name, person.mail, person.languages, person.role, now, person.createdBy],
  );
  return id;
}

/** Whether an org has an account of this mail address already. */
export async function hasMail(tx: Tx, org: number, mail: string): Promise<boolean> {
  const found = await tx.maybe('select 1 as found from person where org = $1 and lower(mail) = lower($2)', [org, mail]);
  return found !== undefined;
}

/** Accounts for the personas of a drill whose orgs are there, so that something can be addressed to them by name. */
export async function ensurePersonas(tx: Tx, personas: readonly DrillPersona[], now: Date): Promise<void> {
  const rows = personas.map(({ id, name, org, administers }) => ({
    persona: id,
    name,
    org,
    mail: `${id}@${org}.example`,
    administers,
  }));
  await tx.query(
    `insert into person (org, persona, name, mail, role, created_at, created_by)
     select o.id, e.persona, e.name, e.mail,
            case when not e.administers then 'analyst' when o.kind = 'operator' then 'programme_administrator' else 'administrator' end,
            $2, 'drill'
     from jsonb_to_recordset($1::jsonb) as e (persona text, name text, org text, mail text, administers boolean)
       join org o on o.handle = e.org
     on conflict do nothing`,
    [JSON.stringify(rows), now],
  );
}

/** The account of a persona. */
export function findPersona(tx: Tx, persona: string): Promise<{ id: string } | undefined> {
  return tx.maybe('select id from person where persona = $1', [persona]);
}

/** The operator's account of a mail address, for whom access is renewed on the machine. */
export function findOperatorPerson(
  tx: Tx,
  mail: string,
): Promise<{ id: string; name: string; role: Role } | undefined> {
  return tx.maybe(
    `select p.id, p.name, p.role from person p join org o on o.id = p.org
     where o.kind = 'operator' and lower(p.mail) = lower($1) and p.status = 'active' and p.persona is null`,
    [mail],
  );
}

/** How many can still administer the programme. */
export async function countProgrammeAdministrators(tx: Tx): Promise<number> {
  const { count } = await tx.one<{ count: number }>(
    `select count(*) as count from person p join org o on o.id = p.org
     where o.kind = 'operator' and p.role = 'programme_administrator' and p.status = 'active' and p.persona is null`,
  );
  return count;
}
