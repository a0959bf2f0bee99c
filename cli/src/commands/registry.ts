import { readFile, writeFile } from 'node:fs/promises';
import { routes, type ImportReport } from '@tocsin/api';
import type { Command } from 'commander';
import { registryTables } from '../choices.ts';
import type { CliContext } from '../context.ts';
import { choice } from '../options.ts';
import { UsageError } from '../problem.ts';
import { formatTable } from '../table.ts';

type Table = (typeof registryTables)[number];

function summary({ table, import: name, dryRun, rows, added, kept, removed, refused }: ImportReport): string {
  const head = `${table}, import "${name}"${dryRun ? ' (dry run: nothing was changed)' : ''}`;
  const counts = `${rows} rows: ${added} added, ${kept} kept, ${refused.length} refused; ${removed} removed`;
  const lines =
    refused.length === 0 ? [] : ['', formatTable(refused.map(({ line, reason, text }) => ({ line, reason, text })))];
  return [head, counts, ...lines].join('\n');
}

/** `tocsin registry export | import`. */
export function register(program: Command, context: () => CliContext): void {
  const registry = program.command('registry').description('export and import of registry tables as CSV');

  registry
    .command('export')
    .description('a table as CSV, both layers; importing it again changes nothing')
    .argument('<table>', registryTables.join(', '), choice(registryTables))
    .argument('[file]', 'where to; standard output unless given')
    .action(async (table: Table, file: string | undefined) => {
      const { client, out } = context();
      const answer = await client.send(routes.exportTable, { params: { table }, headers: { accept: 'text/csv' } });
      const text = await answer.text();
      if (file !== undefined) await writeFile(file, text);
      if (file === undefined) process.stdout.write(text);
      else out({ table, file }, () => `Wrote ${table} to ${file}.`);
    });

  registry
    .command('import')
    .description('replace what an earlier import of this name brought by what the file says')
    .argument('<table>', registryTables.join(', '), choice(registryTables))
    .argument('<file>', 'CSV in UTF-8; - is standard input')
    .requiredOption('--import <name>', 'name of the import, such as ripe')
    .option('--dry-run', 'tell what would happen, and change nothing')
    .action(async (table: Table, file: string, options: { import: string; dryRun?: boolean }) => {
      const { client, out } = context();
      const report = await client.call(routes.importTable, {
        params: { table },
        query: { import: options.import, dryRun: options.dryRun === true },
        raw: await contentOf(file),
        headers: { 'content-type': 'text/csv' },
      });
      out(report, () => summary(report));
    });
}

async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    if (file !== '-') return new Uint8Array(await readFile(file));
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
