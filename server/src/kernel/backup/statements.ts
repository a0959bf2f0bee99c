import pg from 'pg';
import type { TableData } from './manifest.ts';

/** The name of a table as SQL. */
export function tableName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** COPY of a table's rows, out or in. */
export function copyStatement(table: TableData, direction: 'to stdout' | 'from stdin'): string {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  return `copy ${tableName(table)} (${columns}) ${direction} (format ${table.format})`;
}

/** A foreign key or trigger of a table, or its row-level security: what stands in the way of filling it in any order. */
export interface Obstacles {
  readonly foreignKeys: readonly { readonly table: string; readonly name: string; readonly definition: string }[];
  readonly triggers: readonly { readonly table: string; readonly name: string; readonly mode: 'O' | 'A' | 'R' }[];
  /** Tables with FORCE ROW LEVEL SECURITY, which binds their owner too. */
  readonly forced: readonly string[];
}

const enable = { O: 'enable', A: 'enable always', R: 'enable replica' } as const;

/**
 * The statements that take obstacles away and put them back as they were. They run in the transaction of the restore,
 * under exclusive locks: nobody ever sees a table without its guards. Foreign keys are checked when they come back.
 */
export function withoutObstacles({ foreignKeys, triggers, forced }: Obstacles): { away: string[]; back: string[] } {
  const quoted = pg.escapeIdentifier;
  return {
    away: [
      ...foreignKeys.map(({ table, name }) => `alter table ${table} drop constraint ${quoted(name)}`),
      ...triggers.map(({ table, name }) => `alter table ${table} disable trigger ${quoted(name)}`),
      ...forced.map((table) => `alter table ${table} no force row level security`),
    ],
    back: [
      ...foreignKeys.map(
        ({ table, name, definition }) => `alter table ${table} add constraint ${quoted(name)} ${definition}`,
      ),
      ...triggers.map(({ table, name, mode }) => `alter table ${table} ${enable[mode]} trigger ${quoted(name)}`),
      ...forced.map((table) => `alter table ${table} force row level security`),
    ],
  };
}
