/** One record of a CSV text: the line it begins on (from 1), its cells, and its text as it stood there. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly text: string;
  /** Why the record cannot be trusted, where its quotes are wrong. */
  readonly fault?: string;
}

/**
 * Reads RFC 4180 text: quotes, line breaks within quotes, CRLF or LF, a byte order mark. Blank lines are no records.
 * A record with broken quotes carries a fault and ends at its line, so that it spoils no other.
 */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const { record, end, lines } = readRecord(text, at, line);
    if (record.text !== '') records.push(record);
    at = end;
    line += lines;
  }
  return records;
}

function readRecord(text: string, start: number, line: number): { record: CsvRecord; end: number; lines: number } {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readBare(text, at);
    if (cell.fault !== undefined) {
      const end = lineEnd(text, start);
      const record = { line, cells: [], text: text.slice(start, end), fault: cell.fault };
      return { record, end: end + breakLength(text, end), lines: 1 };
    }
    cells.push(cell.value);
    at = cell.end;
    if (text[at] !== ',') break;
    at += 1;
  }
  const whole = text.slice(start, at);
  return { record: { line, cells, text: whole }, end: at + breakLength(text, at), lines: whole.split('\n').length };
}

interface Cell {
  readonly value: string;
  readonly end: number;
  readonly fault?: string;
}

function readQuoted(text: string, start: number): Cell {
  let value = '';
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value, end: at, fault: 'a quote is opened and never closed' };
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') {
      const over = at === text.length || text[at] === ',' || breakLength(text, at) > 0;
      return over ? { value, end: at } : { value, end: at, fault: 'text follows a closing quote' };
    }
    value += '"';
    at += 1;
  }
}

function readBare(text: string, start: number): Cell {
  let end = start;
  while (end < text.length && text[end] !== ',' && breakLength(text, end) === 0) end += 1;
  const value = text.slice(start, end);
  return value.includes('"') ? { value, end, fault: 'a quote stands within unquoted text' } : { value, end };
}

function breakLength(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0;
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && breakLength(text, end) === 0) end += 1;
  return end;
}

/** One record without its line break; cells that hold separators, quotes or outer spaces are quoted. */
export function formatCsvRecord(cells: readonly string[]): string {
  const written = cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  // A lone empty cell would read as a blank line.
  return written.length === 1 && written[0] === '' ? '""' : written.join(',');
}

/** RFC 4180 text: a header and its records, each ended by CRLF. */
export function formatCsv(header: readonly string[], records: readonly (readonly string[])[]): string {
  return [header, ...records].map((cells) => `${formatCsvRecord(cells)}\r\n`).join('');
}

/**
 * A cell that no spreadsheet takes for a formula (CWE-1236): an apostrophe goes before a leading = + - @, their full-width
 * forms, tab and line breaks. A leading apostrophe gets one as well, so that `unescapeFormula` gives back exactly this.
 */
export function escapeFormula(cell: string): string {
  return /^[=+\-@＝＋－＠\t\r\n']/.test(cell) ? `'${cell}` : cell;
}

/** What `escapeFormula` was given; other text, also such with an apostrophe before a letter, as it is. */
export function unescapeFormula(cell: string): string {
  return /^'[=+\-@＝＋－＠\t\r\n']/.test(cell) ? cell.slice(1) : cell;
}
