import { Type } from 'typebox';
import { EpisodePage, EventFilter, EventOut, EventPage, HostDetail, RouteReason } from '../event-out.ts';
import { ExportInput } from '../export.ts';
import { NationOverview, ProgrammeOverview } from '../overview.ts';
import { table } from '../route.ts';

const read = { tag: 'delivery', auth: 'org', scope: 'events:read' } as const;
const paging = {
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
};

export const deliveryRoutes = table({
  events: {
    ...read,
    method: 'GET',
    path: '/api/events',
    produces: ['application/x-ndjson', 'text/csv'],
    summary:
      'Events of the caller’s constituency in the order of the change log. The header Tocsin-Cursor is where to go on; Tocsin-More says whether there is more now. NDJSON, or CSV by Accept or format=csv.',
    query: Type.Object({
      after: Type.Optional(
        Type.String({
          maxLength: 200,
          description: 'a cursor; absent: from the beginning; now: nothing old, only the cursor',
        }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10000 })),
      format: Type.Optional(Type.Union([Type.Literal('ndjson'), Type.Literal('csv')])),
    }),
  },
  stream: {
    tag: 'delivery',
    auth: 'org',
    method: 'GET',
    path: '/api/stream',
    produces: ['text/event-stream'],
    summary:
      'What is new, live, as server-sent events: `event` with an EventOut; `object` with {kind, id, version, type, dateAdded, reason, object}, a tombstone (kind withdrawn) without object; `notice`, to a person, that there is something RED for them; `head` when idle. id = cursor. Goes on from Last-Event-ID or after; without either, from now. Events need the scope events:read, objects objects:read.',
    query: Type.Object({
      after: Type.Optional(Type.String({ maxLength: 200 })),
      of: Type.Optional(Type.Enum(['events', 'objects', 'all'], { description: 'what to follow; events unless told' })),
      type: Type.Optional(
        Type.String({
          maxLength: 2000,
          description: 'STIX types of the objects wanted, comma-separated; tombstones always come',
        }),
      ),
    }),
  },
  searchEvents: {
    ...read,
    method: 'GET',
    path: '/api/events/search',
    summary: 'Events for screens: filters, facets, newest first',
    query: Type.Intersect([EventFilter, Type.Object(paging)]),
    response: EventPage,
  },
  exportEvents: {
    ...read,
    method: 'GET',
    path: '/api/events/export',
    produces: ['text/csv'],
    summary:
      'Every event that fits the filters as CSV, newest first, streamed. At most 1,000,000: Tocsin-Limit says so, Tocsin-Total how many there are, and Tocsin-Total-Is whether that is exact',
    query: EventFilter,
  },
  exportObjects: {
    tag: 'delivery',
    auth: 'org',
    scope: 'objects:read',
    method: 'POST',
    path: '/api/objects/export',
    produces: [
      'application/stix+json;version=2.1',
      'application/json',
      'application/x-ndjson',
      'text/csv',
      'application/pdf',
    ],
    audit: 'read',
    maxBodyBytes: 1024 ** 2,
    summary:
      'Objects that the caller’s org has, as a file: STIX bundle, MISP events, CSV, NDJSON or PDF. Each says its markings; TLP:RED is in none. Tocsin-Total says how many objects fit; too many are refused',
    body: ExportInput,
  },
  event: {
    ...read,
    method: 'GET',
    path: '/api/events/:id',
    summary: 'One event; what there is not and what the caller may not see are answered alike',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    response: EventOut,
  },
  whyEvent: {
    ...read,
    method: 'GET',
    path: '/api/events/:day/:id/why',
    summary: 'Why did I get this? The caller’s own reasons; the operator sees those of every org',
    params: Type.Object({ day: Type.String({ format: 'date' }), id: Type.String({ format: 'uuid' }) }),
    response: Type.Array(RouteReason),
  },
  episodes: {
    ...read,
    method: 'GET',
    path: '/api/episodes',
    summary:
      'Episodes of the caller’s constituency, newest first, with facets; totals of episodes, hosts and events apart',
    query: Type.Intersect([
      Type.Omit(EventFilter, ['port', 'domain', 'source', 'unrouted']),
      Type.Object({
        state: Type.Optional(Type.String({ description: 'comma-separated; open = opened,notified,returned' })),
        begunFrom: Type.Optional(
          Type.String({
            format: 'date-time',
            description: 'only what began then or later; from and to take all that went on',
          }),
        ),
        ...paging,
        format: Type.Optional(Type.Literal('csv')),
      }),
    ]),
    response: EpisodePage,
  },
  host: {
    ...read,
    method: 'GET',
    path: '/api/hosts/:id',
    summary: 'A host, its episodes and latest events',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    response: HostDetail,
  },
  programmeOverview: {
    ...read,
    auth: 'operator',
    method: 'GET',
    path: '/api/overview',
    summary: 'The programme now',
    response: ProgrammeOverview,
  },
  nationOverview: {
    ...read,
    method: 'GET',
    path: '/api/overview/nation',
    summary: 'What concerns the caller now; the operator may ask for any nation',
    query: Type.Object({ nation: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })) }),
    response: NationOverview,
  },
});
