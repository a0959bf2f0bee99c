/** A row with its text as it stood in the file. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly raw: string;
}

export interface CsvLimits {
  readonly rows: number;
  readonly columns: number;
  readonly cellChars: number;
}

export const csvLimits: CsvLimits = { rows: 250_000, columns: 256, cellChars: 64 * 1024 };

/** The separator of the first line that is text: whichever stands in it most often outside quotes. */
export function separatorOf(text: string): string {
  const line = (/^(?!#)[^\r\n]+/m.exec(text.slice(0, 64 * 1024))?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (separator: string): number => line.split(separator).length;
  return [',', ';', '\t', '|'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

/**
 * The rows of a CSV text (RFC 4180), lines that are empty or begin with # left out. Gives what is wrong where a limit is passed
 * or a quote is not closed. One pass over the text.
 */
export function parseCsv(
  text: string,
  separator = separatorOf(text),
  limits = csvLimits,
): { readonly rows: readonly CsvRow[] } | { readonly problem: string } {
  const rows: CsvRow[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const start = at;
    if (text[at] === '#') {
      at = endOfLine(text, at) + 1;
      continue;
    }
    const cells: string[] = [];
    for (;;) {
      const cell = readCell(text, at, separator);
      if (cell === undefined) return { problem: `A quote that opens in row ${rows.length + 1} is never closed.` };
      if (cell.value.length > limits.cellChars)
        return { problem: `A cell in row ${rows.length + 1} is longer than ${limits.cellChars} characters.` };
      cells.push(cell.value);
      at = cell.end;
      if (text[at] !== separator) break;
      if (cells.length >= limits.columns)
        return { problem: `Row ${rows.length + 1} has more than ${limits.columns} columns.` };
      at += 1;
    }
    const raw = text.slice(start, at);
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (raw.trim() === '') continue;
    if (rows.length >= limits.rows) return { problem: `More than ${limits.rows} rows; send them in several files.` };
    rows.push({ cells, raw });
  }
  return { rows };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function readCell(text: string, from: number, separator: string): { value: string; end: number } | undefined {
  let at = from;
  if (text[at] !== '"') {
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
    return { value: text.slice(from, at).trim(), end: at };
  }
  const parts: string[] = [];
  for (at += 1; ;) {
    const end = text.indexOf('"', at);
    if (end < 0) return undefined;
    parts.push(text.slice(at, end));
    if (text[end + 1] !== '"') {
      // What follows a closing quote up to the separator is taken as it stands.
      at = end + 1;
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
      return { value: parts.join('"') + text.slice(end + 1, at).trim(), end: at };
    }
    at = end + 2;
  }
}
