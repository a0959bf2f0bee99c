import { isRefusal, type Origin, type Refusal, type TableFormat, type World } from './format.ts';
import { readFileLines, type FileLine } from './read-file.ts';
import { identityOf, stockOf, type Held, type Stock } from './stock.ts';

export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** What an import will do. `rows` = added + kept + refused; a changed row is one added and one removed. */
export interface ImportPlan<Row> {
  readonly rows: number;
  readonly added: readonly Row[];
  readonly kept: number;
  readonly removed: readonly Held<Row>[];
  readonly refused: readonly RefusedLine[];
}

interface Newcomer<Row> {
  readonly line: FileLine;
  readonly row: Row;
}

type Refuse = (line: FileLine, reason: string) => void;

/**
 * Compares a CSV with what is held. The rows that the named import brought and the file no longer has are removed, as
 * one; everything else stays. A row that is held already, in whatever layer, is kept: an export can always be imported
 * again and changes nothing. When every row is refused, nothing is removed. Throws `validation_failed` when the header
 * does not fit.
 */
export function planImport<Row extends object>(
  format: TableFormat<Row>,
  text: string,
  held: readonly Held<Row>[],
  importName: string,
  world: World,
): ImportPlan<Row> {
  const lines = readFileLines(format, text);
  const refused: RefusedLine[] = [];
  const refuse: Refuse = ({ record }, reason) =>
    refused.push({ line: record.line, reason, text: record.text.slice(0, 300) });
  const { newcomers, keptIds, kept } = sortLines(format, lines, stockOf(format, held), importName, world, refuse);

  const gone = held.filter(({ id, row }) => isOf(format.origin?.(row), importName) && !keptIds.has(id));
  const added = admit(format, newcomers, standingOf(held, gone), world, refuse);
  const nothingFits = lines.length > 0 && added.length + kept === 0;
  const removed = format.origin === undefined ? replacedBy(format, added, held) : gone;
  return {
    rows: lines.length,
    added,
    kept,
    removed: nothingFits ? [] : removed,
    refused: refused.sort((a, b) => a.line - b.line),
  };
}

function sortLines<Row extends object>(
  format: TableFormat<Row>,
  lines: readonly FileLine[],
  stock: Stock,
  importName: string,
  world: World,
  refuse: Refuse,
): { newcomers: Newcomer<Row>[]; keptIds: ReadonlySet<number>; kept: number } {
  const keptIds = new Set<number>();
  const newcomers: Newcomer<Row>[] = [];
  const seen = new Map<string, { line: number; left: number }>();
  let kept = 0;
  for (const line of lines) {
    const read = readLine(format, line, stock, importName, world);
    if ('refusal' in read) {
      refuse(line, read.refusal);
      continue;
    }
    const before = seen.get(read.identity);
    // A table without keys may hold the same row several times; its export repeats it as often.
    if (before !== undefined && before.left === 0) {
      refuse(line, `repeats line ${before.line}`);
      continue;
    }
    if (before === undefined)
      seen.set(read.identity, { line: line.record.line, left: Math.max(read.held.length - 1, 0) });
    else before.left -= 1;
    if (read.row === undefined) {
      kept += 1;
      for (const id of read.held) keptIds.add(id);
    } else {
      newcomers.push({ line, row: read.row });
    }
  }
  return { newcomers, keptIds, kept };
}

type LineRead<Row> = { readonly identity: string; readonly held: readonly number[]; readonly row?: Row } | Refusal;

function readLine<Row extends object>(
  format: TableFormat<Row>,
  line: FileLine,
  stock: Stock,
  importName: string,
  world: World,
): LineRead<Row> {
  if (line.fault !== undefined) return { refusal: line.fault };
  // What is held is kept as it was written, even if today's rules would not take it.
  const given = format.columns.map(line.cells);
  const claimed = format.origin === undefined ? undefined : claimedOrigin(line);
  const asGiven = stock.find(given, claimed);
  if (asGiven.length > 0) return { identity: identityOf(format, given, claimed), held: asGiven };

  const row = format.read(line.cells, world, importName);
  if (isRefusal(row)) return row;
  const cells = format.write(row);
  const origin = format.origin?.(row);
  const identity = identityOf(format, cells, origin);
  const held = stock.find(cells, origin);
  if (held.length > 0) return { identity, held };
  return refuseOrigin(origin, importName) ?? { identity, held, row };
}

function claimedOrigin({ cells }: FileLine): Origin {
  const named = cells('import');
  return { layer: cells('layer') === 'manual' ? 'manual' : 'automatic', import: named === '' ? null : named };
}

function isOf(origin: Origin | undefined, importName: string): boolean {
  return origin?.layer === 'automatic' && origin.import === importName;
}

function refuseOrigin(origin: Origin | undefined, importName: string): Refusal | undefined {
  if (origin === undefined || isOf(origin, importName)) return undefined;
  if (origin.layer === 'automatic' && origin.import === null) return undefined;
  if (origin.layer === 'manual')
    return { refusal: 'says layer manual: manual entries are made one by one, with a note' };
  return { refusal: `says import "${origin.import ?? ''}", and this import is "${importName}"` };
}

function standingOf<Row>(held: readonly Held<Row>[], gone: readonly Held<Row>[]): Row[] {
  const goneIds = new Set(gone.map(({ id }) => id));
  return held.filter(({ id }) => !goneIds.has(id)).map(({ row }) => row);
}

/** Those of the new rows that exclude neither each other nor a row that stays. */
function admit<Row extends object>(
  format: TableFormat<Row>,
  newcomers: readonly Newcomer<Row>[],
  standing: readonly Row[],
  world: World,
  refuse: Refuse,
): Row[] {
  const taken = takenKeys(format, standing);
  let admitted = newcomers.filter(({ line, row }) => {
    const key = format.key(row);
    const clash = key === undefined ? undefined : taken.get(key);
    if (clash !== undefined) refuse(line, clash);
    else if (key !== undefined) taken.set(key, `says otherwise than line ${line.record.line}`);
    return clash === undefined;
  });
  // What one row leans on may itself be refused: once more until nothing changes.
  for (;;) {
    const rows = admitted.map(({ row }) => row);
    const refusals = format.settle?.(rows, standing, world) ?? new Map<Row, string>();
    if (refusals.size === 0) return rows;
    admitted = admitted.filter(({ line, row }) => {
      const reason = refusals.get(row);
      if (reason !== undefined) refuse(line, reason);
      return reason === undefined;
    });
  }
}

/** Why a key cannot be given again. A name from the IP data gives way; a row without origin is changed in place. */
function takenKeys<Row extends object>(format: TableFormat<Row>, standing: readonly Row[]): Map<string, string> {
  const taken = new Map<string, string>();
  for (const row of standing) {
    const key = format.key(row);
    const origin = format.origin?.(row);
    if (key === undefined || origin === undefined) continue;
    if (origin.layer === 'manual') taken.set(key, 'is set by hand already');
    else if (origin.import !== null) taken.set(key, `is listed by the import "${origin.import}" already`);
  }
  return taken;
}

function replacedBy<Row extends object>(
  format: TableFormat<Row>,
  added: readonly Row[],
  held: readonly Held<Row>[],
): Held<Row>[] {
  const keys = new Set(added.map((row) => format.key(row)));
  return held.filter(({ row }) => keys.has(format.key(row)));
}
