import { escapeFormula, formatCsv } from './csv.ts';
import type { TableFormat } from './format.ts';

/** A table as CSV, both layers, safe to open in a spreadsheet; importing it again changes nothing. */
export function exportTable<Row extends object>(format: TableFormat<Row>, rows: readonly Row[]): string {
  return formatCsv(
    format.columns,
    rows.map((row) => format.write(row).map(escapeFormula)),
  );
}
