import type pg from 'pg';
import type { SequenceState, TableData } from './manifest.ts';
import { tableName, type Obstacles } from './statements.ts';

type Client = pg.ClientBase;

/** Neither the system's schemas nor the job queue's: its jobs are made again from what the tables say. */
const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss')`;

/** Ordinary tables and partitions that keep their rows; the runner's own table says itself what it holds. */
const kept = `c.relkind = 'r' and c.relpersistence = 'p' and ${ours} and c.relname <> 'schema_migration'
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`;

/**
 * True for types whose binary form names object ids, which another database numbers otherwise: composite types, ranges
 * and arrays of types that a migration made, and the reg* types.
 */
const unportable = `(t.typname ~ '^reg' and t.typnamespace = 'pg_catalog'::regnamespace
  or t.oid >= 16384 and (t.typtype in ('c', 'r', 'm') or t.typelem <> 0)
  or t.typtype = 'd' and (b.oid >= 16384 and (b.typtype <> 'e' or b.typelem <> 0) or b.typtype in ('c', 'd')))`;

/** All tables whose rows a backup holds, in order of name. */
export async function tablesToKeep(client: Client): Promise<TableData[]> {
  const { rows } = await client.query<{
    schema: string;
    name: string;
    columns: string[];
    binary: boolean;
    parent: string | null;
    parent_schema: string | null;
    bounds: string;
  }>(
    `select n.nspname as schema, c.relname as name, pc.relname as parent, pn.nspname as parent_schema,
            pg_get_expr(c.relpartbound, c.oid) as bounds,
            array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
            not exists (select from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = t.typbasetype
                        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and ${unportable}) as binary
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
     left join pg_class pc on pc.oid = i.inhparent left join pg_namespace pn on pn.oid = pc.relnamespace
     where ${kept} order by n.nspname, c.relname`,
  );
  return rows.map(({ schema, name, columns, binary, parent, parent_schema, bounds }) => ({
    schema,
    name,
    columns,
    format: binary ? 'binary' : 'text',
    ...(parent !== null && parent_schema !== null && { partition: { schema: parent_schema, parent, bounds } }),
  }));
}

/** Where every sequence stands, those of identity columns included. Sequences know no snapshot: ask after the rows are read. */
export async function sequenceStates(client: Client): Promise<SequenceState[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${ours} order by n.nspname, c.relname`,
  );
  const states: SequenceState[] = [];
  for (const { schema, name } of rows) {
    const found = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${tableName({ schema, name })}`,
    );
    for (const { value, called } of found.rows) states.push({ schema, name, value, called });
  }
  return states;
}

/** What stands in the way of filling the tables, but for foreign keys that a partition has from its parent. */
export async function obstacles(client: Client): Promise<Obstacles> {
  const of = `from pg_class c join pg_namespace n on n.oid = c.relnamespace`;
  const table = `quote_ident(n.nspname) || '.' || quote_ident(c.relname) as table`;
  const foreignKeys = await client.query<Obstacles['foreignKeys'][number]>(
    `select ${table}, k.conname as name, pg_get_constraintdef(k.oid) as definition ${of} join pg_constraint k on k.conrelid = c.oid
     where k.contype = 'f' and k.conparentid = 0 and ${ours} order by 1, 2`,
  );
  const triggers = await client.query<Obstacles['triggers'][number]>(
    `select ${table}, g.tgname as name, g.tgenabled as mode ${of} join pg_trigger g on g.tgrelid = c.oid
     where not g.tgisinternal and g.tgparentid = 0 and g.tgenabled <> 'D' and ${ours} order by 1, 2`,
  );
  const forced = await client.query<{ table: string }>(
    `select ${table} ${of} where c.relforcerowsecurity and c.relkind in ('r', 'p') and ${ours} order by 1`,
  );
  return { foreignKeys: foreignKeys.rows, triggers: triggers.rows, forced: forced.rows.map((row) => row.table) };
}

/** The programme that a database belongs to; undefined before a server has set it up. */
export async function programmeOf(client: Client): Promise<{ kind: string; name: string } | undefined> {
  if (!(await exists(client, `to_regclass('programme')`))) return undefined;
  return (await client.query<{ kind: string; name: string }>('select kind, name from programme')).rows[0];
}

/** True when an expression such as to_regclass('x') finds something. */
export async function exists(client: Client, expression: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`select ${expression} is not null as found`);
  return rows[0]?.found === true;
}

/** How many relations our schemas hold: none in a database that was only just made. */
export async function countRelations(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind in ('r', 'p', 'v', 'm', 'S')`,
  );
  return rows[0]?.n ?? 0;
}
