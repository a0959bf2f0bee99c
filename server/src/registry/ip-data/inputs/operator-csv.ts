import { rangeToPrefixes } from '../address-range.ts';
import { parseIp } from '../ip-address.ts';
import { readCidr, type Prefix } from '../prefix.ts';
import { makeRecord, readAsn, type LineReader, type Outcome, type Refusal } from './record.ts';

// The operator's own table. The first line names the columns, in any order, among others that are left alone:
// a prefix, or start and end; then AS number, country and name of the AS, each of which may be missing or empty.

const COLUMNS = {
  prefix: ['prefix', 'network', 'cidr'],
  start: ['start', 'start_ip', 'range_start'],
  end: ['end', 'end_ip', 'range_end'],
  asn: ['asn', 'as', 'as_number', 'autonomous_system_number'],
  country: ['country', 'country_code', 'cc', 'country_iso_code'],
  name: ['name', 'as_name', 'organization', 'autonomous_system_organization'],
} as const;
type Column = keyof typeof COLUMNS;

/** The fields of one line of CSV (RFC 4180, any one-character separator), or undefined where a quote stays open. */
export function splitCsvLine(line: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; ;) {
    if (line[at] === '"') {
      let field = '';
      for (at += 1; ; at += 1) {
        const quote = line.indexOf('"', at);
        if (quote < 0) return undefined;
        field += line.slice(at, quote);
        at = quote + 1;
        if (line[at] !== '"') break;
        field += '"';
      }
      fields.push(field);
      if (at < line.length && line[at] !== separator) return undefined;
    } else {
      const end = line.indexOf(separator, at);
      fields.push(line.slice(at, end < 0 ? line.length : end));
      at = end < 0 ? line.length : end;
    }
    if (at >= line.length) return fields;
    at += 1;
  }
}

/** Where each column stands in the line, or undefined where the line is no header of such a table. */
export function csvHeader(line: string): { separator: string; at: Partial<Record<Column, number>> } | undefined {
  const separator = [',', ';', '\t'].find((candidate) => line.includes(candidate));
  const names =
    separator === undefined ? undefined : splitCsvLine(line, separator)?.map((name) => name.trim().toLowerCase());
  if (separator === undefined || names === undefined) return undefined;
  const at: Partial<Record<Column, number>> = {};
  for (const [column, synonyms] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const found = names.findIndex((name) => synonyms.includes(name));
    if (found >= 0) at[column] = found;
  }
  const where = at.prefix !== undefined || (at.start !== undefined && at.end !== undefined);
  return where && (at.asn !== undefined || at.country !== undefined) ? { separator, at } : undefined;
}

function prefixesOf(cidr: string, start: string, end: string): readonly Prefix[] | Refusal {
  if (cidr !== '') {
    const prefix = readCidr(cidr);
    return typeof prefix === 'string' ? prefix : [prefix];
  }
  const first = parseIp(start);
  const last = parseIp(end);
  if (first === undefined || last === undefined) return 'bad_prefix';
  return rangeToPrefixes(first, last) ?? 'bad_range';
}

type Header = NonNullable<ReturnType<typeof csvHeader>>;

function readRow({ separator, at }: Header, line: string): Outcome {
  const fields = splitCsvLine(line, separator);
  if (fields === undefined) return 'unclosed_quote';
  if (fields.length <= Math.max(...Object.values(at))) return 'columns';
  const field = (column: Column): string => fields[at[column] ?? -1]?.trim() ?? '';
  const prefixes = prefixesOf(field('prefix'), field('start'), field('end'));
  if (typeof prefixes === 'string') return prefixes;
  return makeRecord(prefixes, field('asn') === '' ? [] : [readAsn(field('asn'))], field('country'), field('name'));
}

/** Reads the operator's CSV. Until a header has been seen, every line is refused. */
export function operatorCsvReader(): LineReader {
  let header: Header | undefined;
  return {
    read: (line) => {
      if (header !== undefined) return readRow(header, line);
      header = csvHeader(line);
      return header === undefined ? 'columns' : 'header';
    },
  };
}
