import { Type } from 'typebox';
import { table } from '../route.ts';
import { Handle } from '../org.ts';
import { Alarm, NewSource, QuarantineItem, Receipt, Source, SourceChange } from '../source.ts';

const Id = Type.Object({ id: Type.Integer() });
const Page = {
  before: Type.Optional(Type.Integer()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
};
const NextId = Type.Union([Type.Integer(), Type.Null()]);
const read = { tag: 'ingest', auth: 'org' } as const;

export const ingestRoutes = table({
  sources: {
    ...read,
    method: 'GET',
    path: '/api/sources',
    summary: 'Sources that the caller runs; the operator sees all',
    response: Type.Array(Source),
  },
  createSource: {
    ...read,
    auth: 'operator',
    scope: 'registry:write',
    method: 'POST',
    path: '/api/sources',
    summary: 'Declare a source',
    body: NewSource,
    response: Source,
    status: 201,
  },
  changeSource: {
    ...read,
    auth: 'operator',
    scope: 'registry:write',
    method: 'PATCH',
    path: '/api/sources/:handle',
    summary: 'Change what a source declares',
    params: Type.Object({ handle: Handle }),
    body: SourceChange,
    response: Source,
  },
  postEvents: {
    ...read,
    scope: 'events:write',
    method: 'POST',
    path: '/api/events',
    summary:
      'Send a batch of any size. 2xx comes after commit, with the receipt. Idempotency-Key is honoured; Content-Encoding gzip and zstd.',
    query: Type.Object({
      source: Handle,
      feed: Type.Optional(
        Type.String({
          description:
            'tocsin, shadowserver, intelmq, n6, xarf, stix, feodo, urlhaus, threatfox, cymru; default: the feed of the source',
        }),
      ),
      report: Type.Optional(
        Type.String({ maxLength: 100, description: 'Shadowserver report type, such as event4_sinkhole' }),
      ),
      name: Type.Optional(Type.String({ maxLength: 255, description: 'file name' })),
    }),
    consumes: ['application/x-ndjson', 'application/json', 'text/csv', 'text/plain', 'application/octet-stream'],
    response: Receipt,
  },
  batches: {
    ...read,
    method: 'GET',
    path: '/api/batches',
    summary: 'Receipts, newest first',
    query: Type.Object({ source: Type.Optional(Handle), ...Page }),
    response: Type.Object({ batches: Type.Array(Receipt), next: NextId }),
  },
  batch: { ...read, method: 'GET', path: '/api/batches/:id', summary: 'One receipt', params: Id, response: Receipt },
  quarantine: {
    ...read,
    method: 'GET',
    path: '/api/quarantine',
    summary: 'Records that were refused, newest first, with totals and facets',
    query: Type.Object({
      state: Type.Optional(Type.String()),
      source: Type.Optional(Type.String()),
      reason: Type.Optional(Type.String()),
      batch: Type.Optional(Type.Integer()),
      ...Page,
    }),
    response: Type.Object({
      items: Type.Array(QuarantineItem),
      next: NextId,
      total: Type.Integer(),
      facets: Type.Record(
        Type.String(),
        Type.Array(Type.Object({ value: Type.String(), label: Type.String(), count: Type.Integer() })),
      ),
    }),
  },
  quarantineItem: {
    ...read,
    method: 'GET',
    path: '/api/quarantine/:id',
    summary: 'One refused record',
    params: Id,
    response: QuarantineItem,
  },
  replay: {
    ...read,
    auth: 'operator',
    method: 'POST',
    path: '/api/quarantine/:id/replay',
    summary: 'Send a refused record again, corrected or as it was',
    params: Id,
    body: Type.Object(
      { corrected: Type.Optional(Type.String({ maxLength: 1048576 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({ receipt: Receipt, item: QuarantineItem }),
  },
  replayMany: {
    ...read,
    auth: 'operator',
    method: 'POST',
    path: '/api/quarantine/replay',
    summary: 'Send many refused records again as they were (after a mapping or a registry was mended)',
    body: Type.Object(
      { ids: Type.Array(Type.Integer(), { minItems: 1, maxItems: 1000 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      accepted: Type.Integer(),
      duplicate: Type.Integer(),
      filtered: Type.Integer(),
      quarantined: Type.Integer(),
      skipped: Type.Integer(),
    }),
  },
  discard: {
    ...read,
    auth: 'operator',
    method: 'POST',
    path: '/api/quarantine/discard',
    summary: 'Put refused records aside; they stay readable, and restore takes them back',
    body: Type.Object(
      { ids: Type.Array(Type.Integer(), { minItems: 1, maxItems: 1000 }), restore: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    response: Type.Object({ changed: Type.Integer() }),
  },
  alarms: {
    ...read,
    method: 'GET',
    path: '/api/alarms',
    summary: 'Feeds that went silent, came empty, or changed their columns',
    query: Type.Object({ open: Type.Optional(Type.Boolean()) }),
    response: Type.Array(Alarm),
  },
  closeAlarm: {
    ...read,
    auth: 'operator',
    method: 'POST',
    path: '/api/alarms/:id/close',
    summary: 'Close an alarm',
    params: Id,
    response: Alarm,
  },
});
