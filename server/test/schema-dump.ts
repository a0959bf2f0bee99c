import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { inventory, type Described } from './schema-inventory.ts';

/** Whatever runs queries: a pool or a client. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

const header = `-- The schema that server/migrations make, read from the catalogue of PostgreSQL.
-- Written by a program (node server/test/write-schema.ts) and compared by a test: change a migration, never this file.
-- Left out: partitions by day, the job queue's own schema (pgboss).
`;

/**
 * The schema of a migrated database as text that depends on nothing but the migrations: tables with their columns,
 * constraints, indexes, triggers and policies, then views, functions, sequences, types and grants, each in order of name.
 * It is made to be read and compared; the migrations make a database.
 */
export async function dumpSchema(client: Queryable): Promise<string> {
  const parts: string[] = [];
  for (const { title, sql } of inventory) {
    const { rows } = await client.query<Described>(sql);
    if (rows.length === 0) continue;
    const texts = rows.map(({ text }) => text.trim());
    const gap = texts.some((text) => text.includes('\n')) ? '\n\n' : '\n';
    parts.push(`-- ${title}`, texts.join(gap));
  }
  return `${header}\n${parts.join('\n\n')}\n`;
}

/** The committed dump. */
export const schemaFile = fileURLToPath(new URL('../schema.sql', import.meta.url));

/** The first line where two dumps differ, for a failing check; undefined when they are equal. */
export function firstDifference(committed: string, current: string): string | undefined {
  const before = committed.split('\n');
  const after = current.split('\n');
  const line = after.findIndex((text, index) => text !== before[index]);
  if (line === -1 && before.length === after.length) return undefined;
  const at = line === -1 ? after.length : line;
  return `line ${at + 1}: schema.sql has ${quote(before[at])}, the migrations make ${quote(after[at])}`;
}

function quote(line: string | undefined): string {
  return line === undefined ? 'no such line' : `"${line.trim()}"`;
}
