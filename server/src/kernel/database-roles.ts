import pg from 'pg';
import { OperatorError } from './operator-error.ts';

/** Roles that log in: the owner migrates and restores, the app role is the server. */
export type LoginRole = 'tocsin_owner' | 'tocsin_app';

export interface RoleOptions {
  /** Name of the database; 'tocsin' unless told. */
  readonly database?: string;
  /** For a database that is reached over a network. Existing roles keep theirs unless one is given here. */
  readonly passwords?: Partial<Record<LoginRole, string>>;
}

/** PostgreSQL before this one lacks the built-in locale that sorts the same everywhere. */
const LEAST_VERSION = 17;

/**
 * Each role and what it may do. tocsin_ingest may only add events; tocsin_backup reads past row-level security and
 * serves backups alone. Neither logs in: tocsin_app and tocsin_owner take them on for one transaction or session.
 */
const roles = [
  { name: 'tocsin_owner', attributes: 'login nosuperuser nocreatedb nocreaterole nobypassrls' },
  { name: 'tocsin_app', attributes: 'login nosuperuser nocreatedb nocreaterole nobypassrls' },
  { name: 'tocsin_ingest', attributes: 'nologin nosuperuser nocreatedb nocreaterole nobypassrls' },
  { name: 'tocsin_backup', attributes: 'nologin nosuperuser nocreatedb nocreaterole bypassrls' },
] as const;

/** Taken on by SET ROLE only, so that its rights are never there by accident. */
const memberships = [
  { role: 'tocsin_ingest', member: 'tocsin_app' },
  { role: 'tocsin_backup', member: 'tocsin_owner' },
] as const;

interface Found {
  readonly version: number;
  readonly roles: readonly string[];
  readonly unsafe: readonly string[];
  readonly memberships: readonly string[];
  readonly owner: string | null;
}

/**
 * Makes the roles and the database where they are missing; changes nothing otherwise. `admin` is connected to any other
 * database of the server (postgres) as a superuser, or as a role with CREATEROLE, CREATEDB and BYPASSRLS.
 * Throws an OperatorError when rights are missing or what is there would break row-level security.
 */
export async function ensureRoles(admin: pg.ClientBase, options: RoleOptions = {}): Promise<void> {
  const { database = 'tocsin', passwords = {} } = options;
  const found = await look(admin, database);
  refuse(found, database);
  const run = (statement: string) => execute(admin, statement);
  for (const { name, attributes } of roles) {
    const password = name in passwords ? passwords[name as LoginRole] : undefined;
    const secret = password === undefined ? '' : ` password ${pg.escapeLiteral(password)}`;
    if (!found.roles.includes(name)) await run(`create role ${name} ${attributes}${secret}`);
    else if (secret !== '') await run(`alter role ${name}${secret}`);
  }
  for (const { role, member } of memberships) {
    if (!found.memberships.includes(`${role}>${member}`))
      await run(`grant ${role} to ${member} with inherit false, set true`);
  }
  if (!found.memberships.includes('pg_read_all_data>tocsin_backup'))
    await run('grant pg_read_all_data to tocsin_backup');
  if (found.owner === null) await createDatabase(run, database);
}

async function createDatabase(run: (statement: string) => Promise<void>, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  const like = `template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C.UTF-8'`;
  await run(`create database ${name} owner tocsin_owner ${like}`);
  await run(`revoke all on database ${name} from public`);
  // Temporary tables are where batches are staged.
  await run(`grant connect, temporary on database ${name} to tocsin_app, tocsin_ingest, tocsin_backup`);
}

async function look(admin: pg.ClientBase, database: string): Promise<Found> {
  const { rows } = await admin.query<Found>(
    `select current_setting('server_version_num')::int / 10000 as version,
            array(select rolname::text from pg_roles where rolname = any($1)) as roles,
            array(select rolname::text from pg_roles
                  where rolname in ('tocsin_owner', 'tocsin_app', 'tocsin_ingest') and (rolsuper or rolbypassrls)) as unsafe,
            array(select roleid::regrole || '>' || member::regrole from pg_auth_members) as memberships,
            (select datdba::regrole::text from pg_database where datname = $2) as owner`,
    [roles.map((role) => role.name), database],
  );
  const found = rows[0];
  if (found === undefined) throw new Error('the catalogue gave no answer');
  return found;
}

function refuse(found: Found, database: string): void {
  if (found.version < LEAST_VERSION) {
    throw new OperatorError(`PostgreSQL ${found.version} is too old: Tocsin needs ${LEAST_VERSION} or later.`);
  }
  if (found.unsafe.length > 0) {
    const names = found.unsafe.join(', ');
    throw new OperatorError(
      `Row-level security would not hold for ${names}. Run: ${found.unsafe.map((name) => `alter role ${name} nosuperuser nobypassrls;`).join(' ')}`,
    );
  }
  if (found.owner !== null && found.owner !== 'tocsin_owner') {
    throw new OperatorError(
      `The database "${database}" belongs to ${found.owner}. Run: alter database ${pg.escapeIdentifier(database)} owner to tocsin_owner;`,
    );
  }
}

async function execute(admin: pg.ClientBase, statement: string): Promise<void> {
  try {
    await admin.query(statement);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    // Two first starts at once: the other one has made it.
    if (code === '42710' || code === '42P04') return;
    if (code !== '42501') throw cause;
    const safe = statement.replace(/ password '.*$/, '');
    throw new OperatorError(
      `The connected role may not run "${safe}": connect as a superuser, or let your administrator run the statements of ` +
        'docs/operations/database.md once.',
      { cause },
    );
  }
}
