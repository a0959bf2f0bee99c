import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { AppError } from '#kernel/errors.ts';
import { parseIp } from '../ip-address.ts';
import { compileFiles, type CompileProgress } from './compile-files.ts';
import { readSnapshot } from './snapshot-file.ts';

let folder: string;
const clock = testClock('2026-03-04T05:06:07Z');
const put = (name: string, content: string | Uint8Array): { path: string } => {
  writeFileSync(join(folder, name), content);
  return { path: join(folder, name) };
};
const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)),
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ip-data-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const RIR =
  '2|ripencc|1700000000|2|19830705|20231114|+0100\nripencc|*|ipv4|*|1|summary\nripencc|AT|ipv4|198.18.0.0|65536|20100101|allocated|h\nripencc|AT|asn|64500|1|20100101|allocated|h\n';
const ROUTES =
  '; Converted on  : Tue May 13 22:03:05 2014\n198.18.0.0/24\t64500\n198.18.1.1/24\t64501\nnonsense\n198.51.100.0/24\t64500';

test('inputs of several kinds, plain and compressed, become one file with a report on each', async () => {
  const out = join(folder, 'europe-2026-03-04.ipdata');
  const progress: CompileProgress[] = [];
  const inputs = [
    put('delegated.gz', gzipSync(RIR)),
    put('routes.dat.zst', zstdCompressSync(ROUTES)),
    put('own.csv', 'asn,prefix,name\r\n64502,198.18.0.128/25,Example Own\r\n'),
  ];
  const report = await compileFiles(inputs, out, (step) => progress.push(step), clock);

  expect(report).toMatchObject({
    name: 'europe-2026-03-04',
    builtAt: '2026-03-04T05:06:07.000Z',
    file: out,
    prefixes4: 4,
    prefixes6: 0,
    replaced: 0,
  });
  expect(report.inputs).toMatchObject([
    {
      name: 'delegated.gz',
      kind: 'rir-delegated',
      date: '2023-11-14',
      rows: 2,
      prefixes: 1,
      skipped: { summary: 2 },
      refused: {},
      warnings: [],
    },
    {
      name: 'routes.dat.zst',
      kind: 'pyasn',
      date: '2014-05-13',
      rows: 2,
      refused: { host_bits: 1, columns: 1 },
      refusals: [
        { line: 3, reason: 'host_bits', text: '198.18.1.1/24\t64501' },
        { line: 4, reason: 'columns', text: 'nonsense' },
      ],
    },
    { name: 'own.csv', kind: 'operator-csv', date: null, rows: 1, skipped: { header: 1 }, refused: {} },
  ]);
  expect(progress.at(-1)).toMatchObject({ input: 'own.csv', number: 3, of: 3, rows: 1 });
  expect(progress.at(-1)?.bytesRead).toBe(progress.at(-1)?.bytes);
  expect(readdirSync(folder).filter((name) => name.includes('ipdata'))).toEqual(['europe-2026-03-04.ipdata']);

  const snapshot = await readSnapshot(report.file);
  expect(snapshot.sha256).toBe(report.sha256);
  expect(snapshot.inputs).toEqual(report.inputs);
  const look = (text: string) => {
    const row = snapshot.lookup(parseIp(text)!);
    return [snapshot.asn(row), snapshot.country(row), snapshot.prefixText(row), snapshot.method(row)];
  };
  expect(look('198.18.0.1')).toEqual([
    64_500,
    'AT',
    '198.18.0.0/24',
    { asn: 'prefix-to-as', country: 'rir-delegated' },
  ]);
  expect(look('198.18.0.200')).toEqual([
    64_502,
    'AT',
    '198.18.0.128/25',
    { asn: 'operator-csv', country: 'rir-delegated' },
  ]);
  expect(look('198.51.100.1')).toEqual([
    64_500,
    'AT',
    '198.51.100.0/24',
    { asn: 'prefix-to-as', country: 'as-registration' },
  ]);
});

test('every line of an input has one outcome', async () => {
  const lines = [
    '# comment',
    '',
    '192.0.2.0/24\tAT',
    '192.0.2.0/24\tEU',
    'x\ty',
    '192.0.2.0/24\tAT\tmore',
    'y'.repeat(70_000),
  ];
  const {
    inputs: [input],
  } = await compileFiles(
    [{ ...put('list.tsv', lines.join('\n')), kind: 'country-prefix' }],
    join(folder, 'a.ipdata'),
    undefined,
    clock,
  );
  const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  expect(input!.rows + sum(input!.skipped) + sum(input!.refused)).toBe(5); // all but comment and empty line
  expect(input!.refused).toEqual({ bad_prefix: 1, columns: 1, line_too_long: 1 });
});

test('only the first hundred refused lines are kept, all are counted', async () => {
  const {
    inputs: [input],
  } = await compileFiles(
    [{ ...put('bad.tsv', 'x\ty\n'.repeat(250)), kind: 'country-prefix' }],
    join(folder, 'a.ipdata'),
    undefined,
    clock,
  );
  expect(input!.refused).toEqual({ bad_prefix: 250 });
  expect(input!.refusals.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
});

test('an input that cannot be read as a whole is an error, and no file appears', async () => {
  const out = join(folder, 'none.ipdata');
  const gzip = gzipSync(ROUTES.repeat(2000));
  const zstd = zstdCompressSync(ROUTES.repeat(2000));
  const failures: [{ path: string; kind?: 'operator-mmdb' }, string][] = [
    [put('cut.gz', gzip.subarray(0, gzip.length - 20)), 'cut.gz: the compressed content is broken or cut short'],
    [put('cut.zst', zstd.subarray(0, zstd.length - 20)), 'cut.zst: the compressed content is broken or cut short'],
    [put('page.html', '<html>\n<body>'), 'page.html: the content is of none of the kinds'],
    [put('empty', ''), 'empty: the content is of none of the kinds'],
    [put('zeros.mmdb', Buffer.alloc(1000)), 'zeros.mmdb: the metadata is missing'],
    [{ ...put('text.mmdb', ROUTES), kind: 'operator-mmdb' }, 'text.mmdb: this is text'],
  ];
  for (const [input, message] of failures)
    expect(await refusal(compileFiles([input], out, undefined, clock))).toContain(`validation_failed: ${message}`);
  expect(
    await refusal(compileFiles([put('x.dat', ROUTES)], join(folder, 'Große Datei.ipdata'), undefined, clock)),
  ).toContain('a snapshot is named by');
  expect(readdirSync(folder).some((name) => /ipdata|draft/.test(name))).toBe(false);
});

test('a file that was changed or cut is refused when it is read', async () => {
  const { file } = await compileFiles([put('x.dat', ROUTES)], join(folder, 'x'), undefined, clock);
  const whole = readFileSync(file);
  expect(file.endsWith('/x.ipdata')).toBe(true);
  writeFileSync(file, whole.subarray(0, whole.length - 4096));
  expect(await refusal(readSnapshot(file))).toContain('x.ipdata: ');
  writeFileSync(file, whole);
  appendFileSync(file, 'more');
  expect(await refusal(readSnapshot(file))).toContain('does not match its SHA-256');
});
