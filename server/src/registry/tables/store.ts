import type { ImportReport, ParamsOf } from '@tocsin/api';
import type { registryRoutes } from '@tocsin/api/routes/registry.ts';
import { recordAudit } from '#audit/store.ts';
import type { Tx } from '#kernel/db.ts';
import type { Actor } from '../actor.ts';
import { builtInImport } from '../families/store.ts';
import { bumpRegistryVersion } from '../pipeline/store.ts';
import { validationFailed } from '../validation-failed.ts';
import { autonomousSystemsFormat } from './autonomous-systems.ts';
import { constituenciesFormat } from './constituencies.ts';
import { contactsFormat } from './contacts.ts';
import { exportTable } from './export-table.ts';
import { familiesFormat } from './families.ts';
import type { TableFormat, World } from './format.ts';
import { nationsFormat } from './nations.ts';
import { orgsFormat } from './orgs.ts';
import { planImport } from './plan-import.ts';
import * as sql from './table-statements.ts';

export type TableName = ParamsOf<typeof registryRoutes.importTable>['table'];

export interface ImportRequest {
  readonly text: string;
  readonly import: string;
  readonly dryRun: boolean;
}

interface Table {
  export(tx: Tx): Promise<string>;
  import(
    tx: Tx,
    request: ImportRequest,
    by: Actor,
    now: Date,
  ): Promise<Omit<ImportReport, 'table' | 'import' | 'dryRun'>>;
}

function table<Row extends object>(format: TableFormat<Row>, statements: sql.TableStatements): Table {
  const held = (tx: Tx): Promise<(Row & { id: number })[]> => tx.query(statements.held);
  return {
    export: async (tx) =>
      exportTable(
        format,
        (await held(tx)).filter((row) => statements.exported?.(row) ?? true),
      ),
    async import(tx, { text, import: name, dryRun }, by, now) {
      // Another import, or a change by hand, must not come between the comparison and the change.
      await tx.query(`lock table ${statements.locks} in share row exclusive mode`);
      const rows = (await held(tx)).map((row) => ({ id: row.id, row }));
      const plan = planImport(format, text, rows, name, await worldOf(tx, now));
      if (!dryRun) {
        const removed = JSON.stringify(plan.removed.map(({ id, row }) => ({ ...row, id })));
        const values: sql.StepValues = { added: JSON.stringify(plan.added), removed, now, by: by.name };
        for (const { text: step, takes } of statements.apply)
          await tx.query(
            step,
            takes.map((name) => values[name]),
          );
      }
      const { added, removed, ...report } = plan;
      return { ...report, added: added.length, removed: removed.length, refused: [...plan.refused] };
    },
  };
}

const tables: Record<TableName, Table> = {
  nations: table(nationsFormat, sql.nations),
  orgs: table(orgsFormat, sql.orgs),
  constituencies: table(constituenciesFormat, sql.constituencies),
  contacts: table(contactsFormat, sql.contacts),
  families: table(familiesFormat, sql.families),
  'autonomous-systems': table(autonomousSystemsFormat, sql.autonomousSystems),
};

async function worldOf(tx: Tx, now: Date): Promise<World> {
  const nations = await tx.query<{ code: string }>('select code from nation');
  const orgs = await tx.query<{ handle: string } & (World['orgs'] extends ReadonlyMap<string, infer O> ? O : never)>(
    'select handle, kind, nation from org',
  );
  const families = await tx.query<{ name: string }>('select name from family');
  return {
    nations: new Set(nations.map(({ code }) => code)),
    orgs: new Map(orgs.map(({ handle, kind, nation }) => [handle, { kind, nation }])),
    families: new Set(families.map(({ name }) => name)),
    now,
  };
}

/** A table of the registry as CSV, both layers; the export is audited. */
export async function exportRegistryTable(tx: Tx, name: TableName, by: Actor, now: Date): Promise<string> {
  const text = await tables[name].export(tx);
  await recordAudit(tx, {
    at: now,
    org: by.org,
    actor: by.name,
    action: 'registry.export',
    subject: `registry/${name}`,
  });
  return text;
}

/**
 * Replaces what an earlier import of this name brought by what the CSV says; a dry run only tells what would happen.
 * Throws `validation_failed` when the header does not fit or the name is reserved.
 */
export async function importRegistryTable(
  tx: Tx,
  name: TableName,
  request: ImportRequest,
  by: Actor,
  now: Date,
): Promise<ImportReport> {
  const { import: importName, dryRun } = request;
  if (importName === builtInImport)
    throw validationFailed([
      { in: 'body', pointer: '', problem: `the import "${builtInImport}" is the programme's own` },
    ]);
  const report = await tables[name].import(tx, request, by, now);
  if (!dryRun) {
    const { rows, added, kept, removed, refused } = report;
    await recordAudit(tx, {
      at: now,
      org: by.org,
      actor: by.name,
      action: 'registry.import',
      subject: `registry/${name}`,
      detail: { import: importName, rows, added, kept, removed, refused: refused.length },
    });
    if (added + removed > 0 && name !== 'contacts') await bumpRegistryVersion(tx);
  }
  return { table: name, import: importName, dryRun, ...report };
}
