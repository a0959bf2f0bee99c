import { openAsBlob } from 'node:fs';
import { resolve } from 'node:path';
import { routes } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { runServerProgram } from '../maintenance.ts';
import { id } from '../options.ts';
import { formatTable, cardOfUnknown } from '../table.ts';

interface Snapshot {
  readonly id: number;
  readonly name: string;
  readonly builtAt: string;
  readonly active: boolean;
  readonly prefixes4: number;
  readonly prefixes6: number;
}

const rowOf = ({ id: number, name, builtAt, active, prefixes4, prefixes6 }: Snapshot) => ({
  id: number, name, built: builtAt, 'in use': active, 'IPv4 prefixes': prefixes4, 'IPv6 prefixes': prefixes6,
}); // prettier-ignore

/** `tocsin ip-data compile | list | upload | activate`. */
export function register(program: Command, context: () => CliContext): void {
  const ipData = program.command('ip-data').description('which network an address belongs to: compiled snapshots');
  const show = ({ out }: CliContext, one: Snapshot): void => out(one, () => formatTable([rowOf(one)]));

  ipData
    .command('compile')
    .description(
      'compile registry files (RIR delegated, iptoasn, CAIDA or pyasn prefix tables, MMDB, CSV) into one snapshot',
    )
    .argument('<inputs...>', 'files; what they are is told by their content. Of equal prefixes the later file counts')
    .requiredOption('--out <file>', 'the snapshot, such as 2026-03-01.ipdata')
    .action(async (inputs: string[], { out: file }: { out: string }) => {
      const { out, env } = context();
      const answer = await runServerProgram(
        ['compile-ip-data', resolve(file), ...inputs.map((input) => resolve(input))],
        env,
      );
      out(answer, () => cardOfUnknown(answer));
    });

  ipData
    .command('list')
    .description('snapshots that the server has')
    .action(async () => {
      const { client, out } = context();
      const snapshots = await client.call(routes.ipSnapshots);
      out(snapshots, () => formatTable(snapshots.map(rowOf)));
    });

  ipData
    .command('upload')
    .description('send a compiled snapshot to the server')
    .argument('<file>')
    .option('--activate', 'and use it from now on')
    .action(async (file: string, { activate = false }: { activate?: boolean }) => {
      const ctx = context();
      const content = await openAsBlob(file);
      show(
        ctx,
        await ctx.client.call(routes.uploadIpSnapshot, {
          query: { activate },
          raw: content.stream() as ReadableStream<Uint8Array>,
          headers: { 'content-type': 'application/octet-stream' },
        }),
      );
    });

  ipData
    .command('activate')
    .description('use a snapshot from now on, without stopping')
    .argument('<id>', 'as the list shows it', id)
    .action(async (number: number) => {
      const ctx = context();
      show(ctx, await ctx.client.call(routes.activateIpSnapshot, { params: { id: number } }));
    });
}
