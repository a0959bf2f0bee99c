import { AppError } from '#kernel/errors.ts';
import { parseCsv, unescapeFormula, type CsvRecord } from './csv.ts';
import type { Cells, TableFormat } from './format.ts';

/** One line of a file: its cells by column, or why it has none. */
export interface FileLine {
  readonly record: CsvRecord;
  readonly cells: Cells;
  readonly fault?: string;
}

const noCells: Cells = () => '';

/** The lines of a CSV under its header. Throws `validation_failed` when the header does not fit the table. */
export function readFileLines<Row extends object>(format: TableFormat<Row>, text: string): FileLine[] {
  const [header, ...records] = parseCsv(text);
  const columns = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase().replaceAll(' ', '_'));
  checkHeader(format, columns);
  return records.map((record) => {
    if (record.fault !== undefined) return { record, cells: noCells, fault: record.fault };
    if (record.cells.length !== columns.length)
      return { record, cells: noCells, fault: `has ${record.cells.length} cells, the header ${columns.length}` };
    const values = new Map(columns.map((column, index) => [column, unescapeFormula(record.cells[index] ?? '')]));
    return { record, cells: (column) => values.get(column) ?? '' };
  });
}

function checkHeader<Row extends object>(format: TableFormat<Row>, columns: readonly string[]): void {
  const problems = [
    ...format.required.filter((name) => !columns.includes(name)).map((name) => `the column ${name} is missing`),
    ...columns.filter((name) => !format.columns.includes(name)).map((name) => `there is no column "${name}"`),
    ...columns.filter((name, at) => columns.indexOf(name) !== at).map((name) => `the column ${name} stands twice`),
  ];
  if (problems.length === 0) return;
  throw new AppError('validation_failed', {
    detail: `The first line names the columns, of ${format.columns.join(', ')}: ${problems.join('; ')}.`,
    problems: problems.map((problem) => ({ in: 'body', pointer: '', problem })),
  });
}
