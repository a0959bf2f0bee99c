import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { testDatabase } from './database.ts';
import { dumpSchema, firstDifference, schemaFile } from './schema-dump.ts';

test('schema.sql is what the migrations make (node server/test/write-schema.ts rewrites it)', async () => {
  const database = await testDatabase();
  const current = await dumpSchema(database.ownerPool);
  await database.close();
  expect(firstDifference(existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '', current)).toBeUndefined();
});

test('a dump tells everything that a migration can say, and the same each time', async () => {
  const database = await testDatabase({ empty: true });
  const { ownerPool } = database;
  await ownerPool.query(`
    create schema desk;
    create type colour as enum ('red', 'amber');
    create domain asn as bigint check (value >= 0);
    create type pair as (a int, b text);
    create sequence counter increment 5;
    create table parent (day date not null, id int generated always as identity, twice int generated always as (id * 2) stored,
      c colour default 'red', primary key (day, id)) partition by range (day);
    create table parent_1 partition of parent for values from ('2026-01-01') to ('2026-01-02');
    create unlogged table desk.child (name text collate "C" unique references desk.child (name) check (name <> '')) with (fillfactor = 70);
    create index child_lower on desk.child (lower(name)) where name is not null;
    comment on column desk.child.name is 'what it''s called';
    create view seen with (security_invoker = true) as select day from parent;
    create function half(n int) returns int language sql immutable return n / 2;
    revoke all on function half from public;
    grant execute on function half to tocsin_app;
    create trigger touch before update on parent for each row execute function suppress_redundant_updates_trigger();
    alter table parent enable row level security;
    create policy own on parent as restrictive for update to tocsin_ingest, tocsin_app using (day > '2026-01-01') with check (true);
    grant select on parent to tocsin_app;
    grant update (c) on parent to tocsin_app;`);
  const dump = await dumpSchema(ownerPool);
  expect(await dumpSchema(ownerPool)).toBe(dump);
  await database.close();
  for (const expected of [
    'create schema desk;',
    "create type colour as enum ('red', 'amber');",
    'create domain asn as bigint CHECK ((VALUE >= 0));',
    'create type pair as (a integer, b text);',
    'create sequence counter as bigint increment 5;',
    '  id integer generated always as identity not null,',
    '  twice integer generated always as ((id * 2)) stored,',
    "  c colour default 'red'::colour",
    ') partition by RANGE (day);',
    'create unlogged table desk.child (\n  name text collate "C"\n) with (fillfactor=70);',
    'add constraint child_name_fkey FOREIGN KEY (name) REFERENCES desk.child(name);',
    'CREATE INDEX child_lower ON desk.child USING btree (lower(name)) WHERE (name IS NOT NULL);',
    "comment on column desk.child.name is 'what it''s called';",
    'create view seen with (security_invoker=true) as',
    'RETURN (n / 2)',
    'CREATE TRIGGER touch BEFORE UPDATE ON public.parent',
    'alter table parent enable row level security;',
    'create policy own on parent as restrictive for update to tocsin_app, tocsin_ingest\n  using',
    'grant select on parent to tocsin_app;',
    'grant update (c) on parent to tocsin_app;',
    'grant execute on function half(integer) to tocsin_app;',
  ]) {
    expect(dump).toContain(expected);
  }
  expect(dump).not.toContain('parent_1');
});

test('a difference is told with its line', () => {
  expect(firstDifference('a\nb\n', 'a\nb\n')).toBeUndefined();
  expect(firstDifference('a\nb', 'a\nc')).toBe('line 2: schema.sql has "b", the migrations make "c"');
  expect(firstDifference('a', 'a\nc')).toContain('no such line');
  expect(firstDifference('a\nc', 'a')).toContain('"c"');
});
