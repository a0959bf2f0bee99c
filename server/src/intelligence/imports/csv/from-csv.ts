import { parseTlp } from '#sharing/index.ts';
import { timeOf } from '../../misp/from-misp-values.ts';
import { indicatorOf } from '../indicator.ts';
import { patternOf } from '../indicator-value.ts';
import { madeItem, refused, type ReadItem } from '../read-item.ts';
import { guessMapping, type CsvField, type CsvMapping } from './mapping.ts';
import { parseCsv, separatorOf, type CsvRow } from './parse-csv.ts';

export interface CsvRead {
  readonly items: readonly ReadItem[];
  readonly mapping: CsvMapping;
  /** Names of the columns, or their numbers. */
  readonly columns: readonly string[];
}

/** Indicators of the rows of a CSV text; or why the text as a whole is none. A refused row is kept below its header. */
export function readCsv(
  text: string,
  org: number,
  now: Date,
  chosen?: CsvMapping,
): CsvRead | { readonly problem: string } {
  const separator = separatorOf(text);
  const parsed = parseCsv(text, separator);
  if ('problem' in parsed) return parsed;
  const { rows } = parsed;
  const mapping = chosen ?? guessMapping(rows.slice(0, 20).map(({ cells }) => cells));
  const value = mapping.columns.value;
  const width = rows.slice(0, 20).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (value === undefined) return { problem: 'No column holds indicators that can be told. Say which one does.' };
  if (Object.values(mapping.columns).some((column) => column >= Math.max(width, 1)))
    return { problem: `The mapping names a column that is not there: there are ${width}.` };
  const header = mapping.header ? rows[0] : undefined;
  const names = Array.from({ length: width }, (_, index) => header?.cells[index] ?? String(index + 1));
  return {
    items: rows.slice(header === undefined ? 0 : 1).map((row) => readRow(row, mapping, header, org, now)),
    mapping,
    columns: names,
  };
}

function readRow(row: CsvRow, { columns }: CsvMapping, header: CsvRow | undefined, org: number, now: Date): ReadItem {
  const raw = header === undefined ? row.raw : `${header.raw}\n${row.raw}`;
  const cell = (field: CsvField): string | undefined => {
    const column = columns[field];
    return column === undefined ? undefined : row.cells[column];
  };
  const refuse = (field: CsvField, message: string): ReadItem => refused(raw, field, `csv_${field}`, message);
  const given = cell('value') ?? '';
  if (given === '') return refuse('value', 'The row has no value.');
  const found = patternOf(given, cell('type'));
  if (found === undefined)
    return refuse('value', 'It cannot be told what the value is, or it is none of the type that the row names.');
  const tlp = cell('tlp') || undefined;
  if (tlp !== undefined && parseTlp(tlp) === undefined) return refuse('tlp', 'The level is none of TLP.');
  const percent = cell('confidence') || undefined;
  const confidence = percent === undefined ? undefined : Number(percent.replace('%', ''));
  if (confidence !== undefined && !(Number.isInteger(confidence) && confidence >= 0 && confidence <= 100))
    return refuse('confidence', 'The confidence is no whole number from 0 to 100.');
  const [from, until] = [cell('valid_from') || undefined, cell('valid_until') || undefined];
  const [validFrom, validUntil] = [from && utc(from), until && utc(until)];
  if ((from !== undefined && validFrom === undefined) || (until !== undefined && validUntil === undefined))
    return refuse(
      from !== undefined && validFrom === undefined ? 'valid_from' : 'valid_until',
      'The time cannot be read: give it as 2026-01-09T12:00:00Z.',
    );
  const labels = (cell('labels') ?? '').split(/[;,|]/).flatMap((word) => word.trim() || []);
  const facts = {
    ...found,
    name: cell('name'),
    description: cell('description'),
    tlp,
    labels,
    confidence,
    validFrom,
    validUntil,
  };
  return madeItem(indicatorOf(facts, org, now), raw);
}

/** A time without a zone is taken for UTC, as feeds write it. */
function utc(text: string): string | undefined {
  const spelled = text.trim().replace(/ UTC$/, '').replace(' ', 'T');
  return timeOf(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(spelled) ? `${spelled}Z` : spelled);
}
