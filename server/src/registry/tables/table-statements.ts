/** How one table of the registry is read and changed. */
export interface TableStatements {
  /** Tables that stand still meanwhile. */
  readonly locks: string;
  /** All rows in the order of an export, with the members of its row type, and an id. */
  readonly held: string;
  /** What an import does, in order. */
  readonly apply: readonly Step[];
  /** Which rows an export shows; all unless told. */
  readonly exported?: (row: object) => boolean;
}

/** What steps work with: the added and removed rows (with ids) as JSON, the time, and who imports. */
export interface StepValues {
  readonly added: string;
  readonly removed: string;
  readonly now: Date;
  readonly by: string;
}

/** One statement, and which values are its $1, $2 … */
export interface Step {
  readonly takes: readonly (keyof StepValues)[];
  readonly text: string;
}

export const nations: TableStatements = {
  locks: 'nation',
  held: `select row_number() over (order by code) as id, code, name, basis, enrolment, languages,
    time_zone as "timeZone", domains from nation order by code`,
  apply: [
    {
      takes: ['added', 'now'],
      text: `insert into nation (code, name, basis, enrolment, languages, time_zone, domains, updated_at)
     select code, name, basis, enrolment, languages, "timeZone", domains, $2
     from jsonb_to_recordset($1) as r (code text, name text, basis text, enrolment text, languages text[], "timeZone" text, domains text[])
     on conflict (code) do update set name = excluded.name, basis = excluded.basis, enrolment = excluded.enrolment,
       languages = excluded.languages, time_zone = excluded.time_zone, domains = excluded.domains, updated_at = excluded.updated_at`,
    },
  ],
};

export const orgs: TableStatements = {
  locks: 'org',
  held: 'select id, handle, name, kind, nation, team, enrolment from org order by handle',
  apply: [
    {
      takes: ['added', 'now'],
      text: `insert into org (handle, name, kind, nation, team, enrolment, created_at, updated_at)
     select handle, name, kind, nation, team, enrolment, $2, $2
     from jsonb_to_recordset($1) as r (handle text, name text, kind text, nation text, team text, enrolment text)
     on conflict (handle) do update set name = excluded.name, nation = excluded.nation, team = excluded.team,
       enrolment = excluded.enrolment, updated_at = excluded.updated_at`,
    },
  ],
};

export const constituencies: TableStatements = {
  locks: 'constituency',
  held: `select c.id, o.handle as org, c.kind, c.value, c.effect, c.shared, c.layer, c.import, c.note, c.expires_at as "expiresAt"
    from constituency c join org o on o.id = c.org order by o.handle, c.kind, c.value, c.layer, c.effect`,
  apply: [
    {
      takes: ['removed'],
      text: `delete from constituency where id in (select r.id from jsonb_to_recordset($1) as r (id int))`,
    },
    {
      takes: ['added', 'now', 'by'],
      text: `insert into constituency (org, layer, kind, value, shared, import, note, expires_at, created_at, created_by)
     select o.id, r.layer, r.kind, r.value, r.shared, r.import, r.note, r."expiresAt", $2, $3
     from jsonb_to_recordset($1) as r (org text, layer text, kind text, value text, shared boolean, import text, note text, "expiresAt" timestamptz)
     join org o on o.handle = r.org`,
    },
  ],
};

/** Rows are told apart by org and name where one takes the place of another. */
const sameName =
  'fresh.org = old.org and fresh.name = old.name and fresh.layer = old.layer and fresh.import = old.import';

export const contacts: TableStatements = {
  locks: 'contact',
  held: `select c.id, o.handle as org, c.name, c.role, c.email, c.phone, c.languages, c.hours, c.time_zone as "timeZone",
      d.name as deputy, c.dedicated_to as "dedicatedTo", c.layer, c.import, c.note, c.expires_at as "expiresAt"
    from contact c join org o on o.id = c.org left join contact d on d.id = c.deputy
    order by o.handle, c.name, c.role, c.layer, c.id`,
  apply: [
    {
      takes: ['added', 'now'],
      text: `insert into contact (org, layer, name, role, email, phone, languages, hours, time_zone, dedicated_to, import, note, expires_at, created_at)
     select o.id, r.layer, r.name, r.role, r.email, r.phone, r.languages, r.hours, r."timeZone", r."dedicatedTo", r.import, r.note, r."expiresAt", $2
     from jsonb_to_recordset($1) as r (org text, layer text, name text, role text, email text, phone text, languages text[],
       hours text, "timeZone" text, "dedicatedTo" text, import text, note text, "expiresAt" timestamptz)
     join org o on o.handle = r.org`,
    },
    // Whoever had a removed contact as deputy gets the one that takes its place.
    {
      takes: ['removed'],
      text: `update contact c set deputy = fresh.id
     from contact old, contact fresh
     where c.deputy = old.id and old.id in (select r.id from jsonb_to_recordset($1) as r (id int))
       and fresh.id not in (select r.id from jsonb_to_recordset($1) as r (id int)) and ${sameName}`,
    },
    {
      takes: ['removed'],
      text: `delete from contact where id in (select r.id from jsonb_to_recordset($1) as r (id int))`,
    },
    {
      takes: ['added'],
      text: `update contact c set deputy = d.id
     from jsonb_to_recordset($1) as r (org text, name text, role text, import text, deputy text)
       join org o on o.handle = r.org join contact d on d.org = o.id and d.name = r.deputy
     where c.org = o.id and c.name = r.name and c.role = r.role and c.layer = 'automatic' and c.import = r.import and d.id <> c.id`,
    },
  ],
};

export const families: TableStatements = {
  locks: 'family_alias',
  held: `select row_number() over (order by name, alias nulls first) as id, * from (
      select name, null as alias, 'automatic' as layer, null as import, null as note,
        exists (select from family_alias a where a.family = f.id) as named from family f
      union all
      select f.name, a.alias, a.layer, a.import, a.note, true from family_alias a join family f on f.id = a.family
    ) as rows order by name, alias nulls first`,
  apply: [
    {
      takes: ['removed'],
      text: `delete from family_alias where alias in (select r.alias from jsonb_to_recordset($1) as r (alias text))`,
    },
    {
      takes: ['added'],
      text: 'insert into family (name) select r.name from jsonb_to_recordset($1) as r (name text) on conflict do nothing',
    },
    {
      takes: ['added'],
      text: `insert into family_alias (alias, family, layer, import, note)
     select r.alias, f.id, 'automatic', r.import, r.note
     from jsonb_to_recordset($1) as r (name text, alias text, import text, note text) join family f on f.name = r.name
     where r.alias is not null`,
    },
  ],
  // The line of a family alone tells something only where no alias does.
  exported: (row) => !('alias' in row && row.alias === null && 'named' in row && row.named === true),
};

export const autonomousSystems: TableStatements = {
  locks: 'autonomous_system',
  held: 'select asn as id, asn, name, country, import from autonomous_system order by asn',
  apply: [
    {
      takes: ['removed'],
      text: `delete from autonomous_system where asn in (select r.asn from jsonb_to_recordset($1) as r (asn bigint))`,
    },
    {
      takes: ['added'],
      text: `insert into autonomous_system (asn, name, country, import)
     select r.asn, r.name, r.country, r.import from jsonb_to_recordset($1) as r (asn bigint, name text, country text, import text)
     on conflict (asn) do update set name = excluded.name, country = excluded.country, import = excluded.import`,
    },
  ],
};
