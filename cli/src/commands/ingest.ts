import type { Receipt } from '@tocsin/api';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openEventFile, type EventFile } from '../ingest/event-file.ts';
import { sendFile, type Destination } from '../ingest/send-file.ts';
import { formatReceipts } from '../receipt.ts';

interface Options extends Destination {
  readonly strict?: boolean;
}

/** `tocsin ingest`. */
export function register(program: Command, context: () => CliContext): void {
  program
    .command('ingest')
    .description('send files of events and print their receipts; a file that was sent before gets its first receipt')
    .argument('<files...>', 'plain, gzip or zstd; - is standard input')
    .requiredOption('--source <handle>', 'whose they are')
    .option('--feed <feed>', 'their format; that of the source unless given')
    .option('--report <report>', "Shadowserver's kind of report, where the file's name does not tell it")
    .option('--strict', 'exit with 1 when any record was quarantined')
    .action(async (paths: string[], { source, feed, report, strict = false }: Options) => {
      const { client, out } = context();
      const to = { source, ...(feed === undefined ? {} : { feed }), ...(report === undefined ? {} : { report }) };
      const receipts: Receipt[] = [];
      for (const path of paths) {
        const file = await openEventFile(path);
        const progress = createProgress(file);
        try {
          receipts.push(await sendFile(client, file, to, progress.add));
        } finally {
          progress.end();
        }
      }
      out(receipts, () => formatReceipts(receipts));
      if (strict && receipts.some(({ quarantined }) => quarantined > 0)) process.exitCode = 1;
    });
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

/** How much of a file was sent, on a terminal. */
function createProgress({ name, bytes }: EventFile): { add: (bytes: number) => void; end: () => void } {
  const screen = process.stderr;
  if (!screen.isTTY) return { add: () => undefined, end: () => undefined };
  let sent = 0;
  const draw = (): void => {
    const share = bytes === undefined || bytes === 0 ? '' : `  ${Math.min(100, Math.floor((100 * sent) / bytes))} %`;
    screen.write(`\r\x1b[2K${name}  ${mebibytes(sent)}${share}`);
  };
  const timer = setInterval(draw, 200);
  return {
    add: (more) => void (sent += more),
    end: () => {
      clearInterval(timer);
      screen.write('\r\x1b[2K');
    },
  };
}
