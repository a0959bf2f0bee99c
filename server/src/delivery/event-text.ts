import type { Episode, EventOut } from '@tocsin/api';
import { csvLine } from '#kernel/csv.ts';
import { messageText } from '#kernel/http/sse.ts';
import { formatCursor, type Cleared, type Cursor } from '#sharing/index.ts';

// Every form in which events leave. They take what the sharing rule has cleared, and nothing else.

type Columns<T> = readonly (readonly [name: string, of: (each: T) => unknown])[];

const eventColumns: Columns<EventOut> = [
  ['id', (event) => event.id],
  ['time', (event) => event.time],
  ['class', (event) => event.class],
  ['taxonomy', (event) => event.taxonomy],
  ['family', (event) => event.family],
  ['severity', (event) => event.severity],
  ['address', (event) => event.address],
  ['port', (event) => event.port],
  ['protocol', (event) => event.protocol],
  ['port_missing', (event) => event.portMissing],
  ['asn', (event) => event.asn],
  ['as_name', (event) => event.asName],
  ['prefix', (event) => event.prefix],
  ['country', (event) => event.country],
  ['sector', (event) => event.sector],
  ['domain', (event) => event.domain],
  ['url', (event) => event.url],
  ['destination_address', (event) => event.destination.address],
  ['destination_port', (event) => event.destination.port],
  ['source', (event) => event.source],
  ['reliability', (event) => event.reliability],
  ['tlp', (event) => event.tlp],
  ['host', (event) => event.host],
  [
    'why',
    (event) =>
      event.why
        .filter((reason) => reason.allowed)
        .map(({ rule, value }) => `${rule} ${value}`)
        .join('; '),
  ],
  ['given', (event) => event.given],
];

const episodeColumns: Columns<Episode> = [
  ['host', (episode) => episode.host],
  ['number', (episode) => episode.number],
  ['state', (episode) => episode.state],
  ['address', (episode) => episode.address],
  ['port', (episode) => episode.port],
  ['port_missing', (episode) => episode.portMissing],
  ['family', (episode) => episode.family],
  ['class', (episode) => episode.class],
  ['asn', (episode) => episode.asn],
  ['as_name', (episode) => episode.asName],
  ['country', (episode) => episode.country],
  ['first_seen', (episode) => episode.firstSeen],
  ['last_seen', (episode) => episode.lastSeen],
  ['events', (episode) => episode.events],
  ['closed_at', (episode) => episode.closedAt],
  ['closed_by', (episode) => episode.closedBy],
];

const headerOf = (columns: readonly (readonly [name: string, ...unknown[]])[]): string =>
  csvLine(columns.map(([name]) => name));

function rowsOf<T>(columns: Columns<T>, rows: readonly T[]): string {
  return rows.map((row) => csvLine(columns.map(([, of]) => of(row)))).join('');
}

export const eventsCsvHeader = headerOf(eventColumns);

/** Events as lines of CSV. */
export const eventsCsv = (events: readonly Cleared<EventOut>[]): string => rowsOf(eventColumns, events);

/** Episodes as CSV, with its header. */
export const episodesCsv = (episodes: readonly Cleared<Episode>[]): string =>
  headerOf(episodeColumns) + rowsOf(episodeColumns, episodes);

/** Events as NDJSON: one to a line. */
export const eventsNdjson = (events: readonly Cleared<EventOut>[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** An event as a message of a stream; its id is the cursor that goes on behind it. */
export function eventMessage({
  cursor,
  event,
}: {
  readonly cursor: Cursor;
  readonly event: Cleared<EventOut>;
}): string {
  return messageText({ event: 'event', id: formatCursor(cursor), data: JSON.stringify(event) });
}

/** Where the log stands, for a reader to whom nothing new came: its next connection goes on from here. */
export function headMessage(cursor: Cursor): string {
  const id = formatCursor(cursor);
  return messageText({ event: 'head', id, data: JSON.stringify({ cursor: id }) });
}
