import { refang } from '../../search/refang.ts';
import { guessType } from '../indicator-value.ts';

/** What a column can give. */
export const csvFields = [
  'value',
  'type',
  'name',
  'description',
  'tlp',
  'labels',
  'confidence',
  'valid_from',
  'valid_until',
] as const;
export type CsvField = (typeof csvFields)[number];

/** By field: index of its column. `header`: the first row names the columns. */
export interface CsvMapping {
  readonly header: boolean;
  readonly columns: Partial<Record<CsvField, number>>;
}

const names: Readonly<Record<CsvField, readonly string[]>> = {
  value: ['value', 'indicator', 'ioc', 'ioc_value', 'observable', 'ip', 'ip_address', 'dst_ip', 'address', 'domain', 'url', 'hash', 'sha256', 'sha256_hash', 'md5', 'sha1', 'host', 'hostname', 'fqdn'],
  type: ['type', 'ioc_type', 'indicator_type', 'kind'],
  name: ['name', 'title', 'malware', 'malware_printable', 'family', 'threat'],
  description: ['description', 'comment', 'comments', 'note', 'notes'],
  tlp: ['tlp', 'marking'],
  labels: ['labels', 'tags', 'label', 'tag'],
  confidence: ['confidence', 'confidence_level', 'score'],
  valid_from: ['valid_from', 'first_seen', 'first_seen_utc', 'dateadded', 'date', 'date_added'],
  valid_until: ['valid_until', 'expires', 'expiry'],
}; // prettier-ignore

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** The mapping that a file's first rows suggest: by the names of its columns, else by the first column of values. */
export function guessMapping(rows: readonly (readonly string[])[]): CsvMapping {
  const first = (rows[0] ?? []).map(plain);
  let columns: Partial<Record<CsvField, number>> = {};
  for (const field of csvFields) {
    const found = names[field].map((name) => first.indexOf(name)).find((index) => index >= 0);
    if (found !== undefined) columns[field] = found;
  }
  const header =
    Object.keys(columns).length > 0 && !(rows[0] ?? []).some((cell) => guessType(refang(cell.trim())) !== undefined);
  if (!header) columns = {};
  if (columns.value === undefined) {
    const sample = rows.slice(header ? 1 : 0, 20);
    const width = Math.max(0, ...sample.map((row) => row.length));
    const score = (column: number): number =>
      sample.filter((row) => guessType(refang((row[column] ?? '').trim())) !== undefined).length;
    const best = Array.from({ length: width }, (_, column) => column).reduce(
      (a, b) => (score(b) > score(a) ? b : a),
      0,
    );
    if (score(best) > 0) columns.value = best;
  }
  return { header, columns };
}
