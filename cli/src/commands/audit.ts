import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { logNames, routes, type Client, type Finding, type LogName } from '@tocsin/api';
import type { Command } from 'commander';
import { readCheckpoints, verifyFile } from '../audit/log-file.ts';
import type { CliContext } from '../context.ts';
import { choice, id, instant } from '../options.ts';
import { formatTable } from '../table.ts';

interface ListOptions {
  readonly log: 'audit' | 'seen';
  readonly org?: string;
  readonly action?: string;
  readonly actor?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly before?: number;
  readonly limit: number;
}

/** `tocsin audit list | export | checkpoints | verify`. */
export function register(program: Command, context: () => CliContext): void {
  const audit = program
    .command('audit')
    .description('who did and saw what, and the proof that nobody changed the record');

  audit
    .command('list')
    .description('what was done (or, with --log seen, who saw the data of the own organisation), newest first')
    .option('--log <log>', 'audit, seen', choice(['audit', 'seen']), 'audit')
    .option('--org <handle>', 'for the operator; tocsin: the programme itself')
    .option('--action <actions>', 'comma-separated; token.* for all that begin so')
    .option('--actor <name>')
    .option('--subject <part>')
    .option('--from <time>', 'a day or a time', instant)
    .option('--to <time>', 'a day or a time', instant)
    .option('--before <id>', 'only older ones', id)
    .option('--limit <n>', 'at most 500', id, 50)
    .action(async (query: ListOptions) => {
      const { client, out } = context();
      const page = await client.call(routes.audit, { query });
      out(page, () => {
        const rows = page.items.map(({ id: number, at, org, actor, action, subject, detail }) => ({
          ...{ id: number, at, org, actor, action, subject },
          detail: JSON.stringify(detail).slice(0, 80),
        }));
        return `${formatTable(rows)}${page.next === null ? '' : `\n\nolder ones: --before ${page.next}`}`;
      });
    });

  audit
    .command('export')
    .description(
      'one whole log: audit (what the organisation did), seen (who saw its data), receipt (what it was given)',
    )
    .argument('<log>', logNames.join(', '), choice(logNames))
    .option('--org <handle>', 'for the operator')
    .option('--csv', 'for reading; only NDJSON can be verified')
    .option('--out <file>', 'a file instead of standard output')
    .action(async (log: LogName, { org, csv, out: file }: { org?: string; csv?: boolean; out?: string }) => {
      const { client } = context();
      const query = {
        ...(org !== undefined && { org }),
        format: csv === true ? ('csv' as const) : ('ndjson' as const),
      };
      const { body } = await client.send(routes.exportLog, { params: { log }, query });
      const bytes = Readable.fromWeb(body ?? new ReadableStream());
      if (file === undefined) await pipeline(bytes, process.stdout, { end: false });
      else await pipeline(bytes, createWriteStream(file, { mode: 0o600 }));
    });

  audit
    .command('checkpoints')
    .description('keep signed checkpoints: with your copies nobody can rewrite the log without your noticing')
    .requiredOption('--out <file>', 'new ones are added to it')
    .action(async ({ out: file }: { out: string }) => {
      const { client, out } = context();
      const held = existsSync(file) ? await readCheckpoints(file) : [];
      const added = await addCheckpoints(client, file, held.at(-1)?.number ?? 0);
      out(
        { file, held: held.length, added },
        () => `${added} checkpoints were added to the ${held.length} in ${file}.`,
      );
    });

  audit
    .command('verify')
    .description('find every row that was changed, removed, inserted or moved, and every checkpoint that does not fit')
    .option('--file <file>', 'an exported log, without any server')
    .option('--checkpoints <file>', 'with --file: checkpoints that you kept')
    .option('--key <file>', 'with --file: the public key (PEM) that you were told another way')
    .option('--org <handle>', 'without --file, for the operator: the logs of one organisation')
    .action(async (options: { file?: string; checkpoints?: string; key?: string; org?: string }) => {
      const { out } = context();
      const answer =
        options.file === undefined ? await verifyThere(context, options.org) : await verifyHere(options.file, options);
      out(answer, () =>
        [`${answer.summary}: ${answer.sound ? 'sound' : 'NOT SOUND'}`, ...answer.findings.map(told)].join('\n'),
      );
      if (!answer.sound) process.exitCode = 1;
    });
}

const told = ({ log, org, seq, problem, detail }: Finding): string =>
  `${log} of org ${org}${seq === null ? '' : `, row ${seq}`}: ${problem.replaceAll('_', ' ')}. ${detail}`;

async function verifyThere(context: () => CliContext, org: string | undefined) {
  const { client } = context();
  const answer = await client.call(routes.verifyAudit, { body: org === undefined ? {} : { org } });
  const { rows, logs, checkpoints } = answer;
  return { ...answer, summary: `${rows} rows in ${logs} logs, ${checkpoints} checkpoints` };
}

async function verifyHere(file: string, options: { checkpoints?: string; key?: string }) {
  const held = options.checkpoints === undefined ? [] : await readCheckpoints(options.checkpoints);
  const publicKey = options.key === undefined ? {} : { publicKey: readFileSync(options.key, 'utf8') };
  const { head, rows, checkpoints, findings } = await verifyFile(file, { held, ...publicKey });
  const summary = `${head.log} of ${head.handle}, ${rows} rows, ${checkpoints} checkpoints`;
  return { sound: findings.length === 0, log: head.log, org: head.handle, rows, checkpoints, findings, summary };
}

async function addCheckpoints(client: Client, file: string, last: number): Promise<number> {
  let added = 0;
  for (let after = last; ;) {
    const some = await client.call(routes.checkpoints, { query: { after, limit: 1000 } });
    await appendFile(file, some.map((checkpoint) => `${JSON.stringify({ checkpoint })}\n`).join(''), { mode: 0o600 });
    added += some.length;
    after = some.at(-1)?.number ?? after;
    if (some.length < 1000) return added;
  }
}
