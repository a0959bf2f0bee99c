import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportFormats, routes, type ExportFormat } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { choice, words } from '../options.ts';
import { UsageError } from '../problem.ts';

interface Options {
  readonly format: ExportFormat;
  readonly type?: string[];
  readonly around?: string;
  readonly out?: string;
}

/** `tocsin export`. */
export function register(program: Command, context: () => CliContext): void {
  program
    .command('export')
    .description('intelligence objects as a file: all that the own organisation has, or those that are named')
    .argument('[ids...]', 'STIX ids; all unless given')
    .option('--format <format>', exportFormats.join(', '), choice(exportFormats), 'stix')
    .option('--type <types>', 'only of these STIX types, comma-separated', words)
    .option('--around <id>', 'this object, what it refers to, and what refers to it')
    .option('--out <file>', 'where to write; standard output unless given')
    .action(async (ids: string[], { format, type, around, out: file }: Options) => {
      const { client, out, write } = context();
      if (file === undefined && format === 'pdf') throw new UsageError('A PDF needs a file: --out FILE.');
      const body = {
        format,
        ...(ids.length > 0 && { ids }),
        ...(type !== undefined && { types: type }),
        ...(around !== undefined && { around }),
      };
      const response = await client.send(routes.exportObjects, { body });
      if (file === undefined) return write(await response.text());
      if (response.body !== null) await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
      const objects = Number(response.headers.get('tocsin-total'));
      out({ file, format, objects }, () => `${file}: ${objects} objects as ${format}`);
    });
}
