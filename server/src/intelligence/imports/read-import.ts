import { objectsOf, parseJson, printJson, type JsonValue } from '@tocsin/stix';
import type { CsvMapping } from './csv/mapping.ts';
import { readCsv } from './csv/from-csv.ts';
import { readText } from './from-text.ts';
import { eventsOf, readEvent } from '../misp/from-misp.ts';
import { readItem, refused, type ReadItem } from './read-item.ts';

export type ImportFormat = 'stix' | 'misp' | 'csv' | 'text';

export interface ImportRead {
  readonly items: readonly ReadItem[];
  readonly mapping?: { readonly mapping: CsvMapping; readonly columns: readonly string[] };
}

/** Items of an import at most: more goes in several. */
const mostItems = 250_000;

/** Everything in a document of a format; or why it as a whole is none. One bad item spoils no other. */
export function readImport(
  text: string,
  format: ImportFormat,
  { org, now, mapping }: { readonly org: number; readonly now: Date; readonly mapping?: CsvMapping | undefined },
): ImportRead | { readonly problem: string } {
  const read = readAll(text, format, org, now, mapping);
  if ('problem' in read) return read;
  if (read.items.length === 0) return { problem: 'Nothing in it can be imported.' };
  return read.items.length > mostItems
    ? { problem: `More than ${mostItems} objects; send them in several imports.` }
    : read;
}

function readAll(
  text: string,
  format: ImportFormat,
  org: number,
  now: Date,
  mapping?: CsvMapping,
): ImportRead | { readonly problem: string } {
  if (format === 'csv') {
    const read = readCsv(text, org, now, mapping);
    return 'problem' in read ? read : { items: read.items, mapping: { mapping: read.mapping, columns: read.columns } };
  }
  if (format === 'text') return { items: readText(text, org, now) };
  const parsed = parseJson(text);
  if (!parsed.ok)
    return format === 'stix' ? (readLines(text) ?? { problem: parsed.message }) : { problem: parsed.message };
  if (format === 'misp') {
    const events = eventsOf(parsed.value);
    return events === undefined
      ? { problem: 'This is no MISP event, nor a list of them.' }
      : { items: events.flatMap(readEvent) };
  }
  const objects = objectsOf(parsed.value);
  return objects === undefined
    ? { problem: 'This is no STIX object, bundle or envelope.' }
    : { items: objects.map(readOne) };
}

const readOne = (value: JsonValue): ReadItem => readItem(value, printJson(value));

/** Each line by itself, where at least the first is an object. */
function readLines(text: string): ImportRead | undefined {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  const [first, second] = lines;
  if (first === undefined || second === undefined || !parseJson(first).ok) return undefined;
  return {
    items: lines.map((line) => {
      const parsed = parseJson(line);
      return parsed.ok ? readItem(parsed.value, line) : refused(line, parsed.path, parsed.reason, parsed.message);
    }),
  };
}
