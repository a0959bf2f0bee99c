import { basename, resolve } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { systemClock, type Clock } from '#kernel/clock.ts';
import { AppError } from '#kernel/errors.ts';
import { SNAPSHOT_NAME } from '../check-image.ts';
import { addRecord, createCompilation, finishCompilation, type Compilation } from '../compile.ts';
import { guessKind, inputDate, INPUT_KINDS, isComment, type InputKind } from '../inputs/kind.ts';
import { createLineSplitter, TOO_LONG } from '../inputs/line-splitter.ts';
import { MmdbError } from '../inputs/mmdb-value.ts';
import { openMmdb } from '../inputs/mmdb-tree.ts';
import { mmdbRecords } from '../inputs/operator-mmdb.ts';
import type { Outcome } from '../inputs/record.ts';
import { createTally, summarize, tallyOutcome, type InputTally } from '../inputs/tally.ts';
import { openSnapshot } from '../snapshot.ts';
import type { InputSummary, SnapshotFacts } from '../snapshot-image.ts';
import { inputBytes, inputLines, openInput, type OpenInput } from './input-file.ts';
import { EXTENSION, writeImage } from './snapshot-file.ts';

/** Largest MaxMind DB that is read: its tree is walked in memory. */
const MOST_MMDB_BYTES = 1024 ** 3;

export interface CompileInput {
  readonly path: string;
  /** Told by the content where absent. */
  readonly kind?: InputKind;
}

export interface CompileProgress {
  /** File name of the input, and which one of how many it is, from 1. */
  readonly input: string;
  readonly number: number;
  readonly of: number;
  readonly bytesRead: number;
  readonly bytes: number;
  readonly rows: number;
}

/** What became of the inputs: facts of the snapshot with a summary of each input, and the file. */
export interface CompileReport extends SnapshotFacts {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows4: number;
  readonly rows6: number;
}

function refuse(detail: string, cause?: unknown): AppError {
  return new AppError('validation_failed', { detail }, { cause });
}

/** One input on its way into a compilation. */
interface Reading {
  readonly compilation: Compilation;
  readonly input: OpenInput;
  readonly kind: InputKind | undefined;
  readonly tally: InputTally;
  readonly onProgress: () => void;
}

function take({ compilation, tally }: Reading, kind: InputKind, outcome: Outcome, line: number, text: string): void {
  if (typeof outcome === 'string') return tallyOutcome(tally, outcome, line, text);
  addRecord(compilation, INPUT_KINDS[kind], outcome);
  tally.rows += 1;
  tally.prefixes += outcome.prefixes.length;
}

async function readMmdb(reading: Reading, first: Buffer): Promise<InputSummary> {
  const { input, tally, onProgress } = reading;
  const bytes = await inputBytes(input, first, MOST_MMDB_BYTES);
  if (bytes === undefined) throw refuse(`${input.name}: larger than ${MOST_MMDB_BYTES} bytes`);
  const mmdb = openMmdb(bytes);
  let number = 0;
  for (const outcome of mmdbRecords(mmdb)) {
    number += 1;
    take(reading, 'operator-mmdb', outcome, number, '');
    if (number % 50_000 !== 0) continue;
    onProgress();
    await otherWork();
  }
  const date = new Date(mmdb.buildEpoch * 1000).toISOString().slice(0, 10);
  return summarize(tally, { name: input.name, kind: 'operator-mmdb', date, sha256: input.sha256(), warnings: [] });
}

async function readText(reading: Reading, first: Buffer): Promise<InputSummary> {
  const { input, tally, onProgress } = reading;
  const firstLines = createLineSplitter()
    .push(first)
    .map((line) => (line === TOO_LONG ? '' : line));
  const kind = reading.kind ?? guessKind(firstLines);
  if (kind === undefined)
    throw refuse(`${input.name}: the content is of none of the kinds ${Object.keys(INPUT_KINDS).join(', ')}`);
  if (kind === 'operator-mmdb') throw refuse(`${input.name}: this is text, not a MaxMind DB`);
  const reader = INPUT_KINDS[kind].reader();
  let number = 0;
  for await (const lines of inputLines(input, first)) {
    for (const line of lines) {
      number += 1;
      if (line === TOO_LONG) take(reading, kind, 'line_too_long', number, '');
      else if (!isComment(line)) take(reading, kind, reader.read(line), number, line);
    }
    onProgress();
  }
  const date = inputDate(input.name, firstLines);
  return summarize(tally, { name: input.name, kind, date, sha256: input.sha256(), warnings: reader.atEnd?.() ?? [] });
}

/** Reads one input into the compilation. Only a MaxMind DB has NUL bytes. */
async function readInput(reading: Reading): Promise<InputSummary> {
  const { input, kind } = reading;
  try {
    const first = (await input.next()) ?? Buffer.alloc(0);
    const binary = first.subarray(0, 64 * 1024).includes(0);
    return binary && (kind ?? 'operator-mmdb') === 'operator-mmdb'
      ? await readMmdb(reading, first)
      : await readText(reading, first);
  } catch (error) {
    if (error instanceof MmdbError) throw refuse(`${input.name}: ${error.message}`, error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^(Z_|ZSTD_)/.test(code)) throw refuse(`${input.name}: the compressed content is broken or cut short`, error);
    throw error;
  } finally {
    input.close();
  }
}

/**
 * Compiles inputs into one snapshot file, in the order given: of equal prefixes of one method the later one counts.
 * `out` is the file (`<name>.ipdata`). Lines that are refused are in the report; an input that cannot be read at all
 * throws `validation_failed`, and nothing is written. Memory grows with the number of
 * prefixes (some 200 bytes each at the end), never with the length of a text file.
 */
export async function compileFiles(
  inputs: readonly CompileInput[],
  out: string,
  onProgress: (progress: CompileProgress) => void = () => undefined,
  clock: Clock = systemClock,
): Promise<CompileReport> {
  const name = basename(out, EXTENSION);
  if (!SNAPSHOT_NAME.test(name))
    throw refuse(`${basename(out)}: a snapshot is named by lower-case letters, digits, dot, dash and underscore`);
  const compilation = createCompilation();
  const summaries: InputSummary[] = [];
  for (const [index, { path, kind }] of inputs.entries()) {
    const input = await openInput(path);
    const tally = createTally();
    const report = (): void =>
      onProgress({
        input: input.name,
        number: index + 1,
        of: inputs.length,
        bytesRead: input.bytesRead(),
        bytes: input.bytes,
        rows: tally.rows,
      });
    summaries.push(await readInput({ compilation, input, kind, tally, onProgress: report }));
    report();
  }
  const image = finishCompilation(compilation, { name, builtAt: clock.now().toISOString(), inputs: summaries });
  const file = out.endsWith(EXTENSION) ? out : out + EXTENSION;
  await writeImage(file, image);
  const { image: _, ...snapshot } = openSnapshot(image);
  const { builtAt, prefixes4, prefixes6, replaced, sha256, rows4, rows6 } = snapshot;
  return {
    name,
    builtAt,
    prefixes4,
    prefixes6,
    replaced,
    inputs: summaries,
    file: resolve(file),
    bytes: image.byteLength,
    sha256,
    rows4,
    rows6,
  };
}
