import type { routes } from '@tocsin/api';
import { formatCursor } from '../../src/sharing/change-log.ts';
import type { Sort, Sown } from './canaries.ts';
import type { Question } from './server.ts';
import { nations, type Nation } from './viewers.ts';

/** How one route of the table is held to segregation. Every route is called by everybody, whatever its entry says. */
export type Entry =
  /** Shows shared or private things: everybody sees exactly what is theirs of these sorts, and nothing of any other. */
  | {
      readonly kind: 'shows';
      readonly sorts: Shown;
      readonly asked: (sown: Sown) => readonly (string | Question)[];
      /** The trail of the programme names by their ids the objects that were released or read, never what they say. */
      readonly trail?: true;
    }
  /** Changes a thing of one org: refused to all but that org and the programme, alike whether it is there or not. */
  | { readonly kind: 'aimed'; readonly at: (thing: Target) => Question; readonly absent: (thing: Target) => Question }
  /** Shows no canary to anybody, and why. */
  | { readonly kind: 'holds nothing'; readonly why: string; readonly asked?: (sown: Sown) => readonly Question[] };

/**
 * Of these sorts all that the viewer may see; of records those named so; of events those that were for any member; of objects
 * those that were released; of exported ones none that is RED, which leaves in no file.
 */
export type Shown = readonly (
  Sort | 'event: delivered' | 'object: delivered' | 'object: exported' | `record: ${string}`
)[];

/** What a write is aimed at: a nation's. */
export interface Target {
  readonly nation: Nation;
  readonly own: Sown['things'][Nation];
  /** Object of the nation that only it reads. */
  readonly secret: string;
}

const shows = (sorts: Shown, ...paths: string[]): Entry => ({ kind: 'shows', sorts, asked: () => paths });
const each = (sorts: Shown, asked: (sown: Sown) => readonly string[]): Entry => ({ kind: 'shows', sorts, asked });
const trail = (...paths: string[]): Entry => ({ kind: 'shows', sorts: [], asked: () => paths, trail: true });
const nothing = (why: string, ...asked: Question[]): Entry => ({
  kind: 'holds nothing',
  why,
  ...(asked.length > 0 && { asked: () => asked }),
});
const aimed = (
  method: string,
  path: (id: number | string, nation: string) => string,
  thing: (target: Target) => number | string,
  body?: (id: number | string) => unknown,
): Entry => {
  const question = (id: number | string, target: Target): Question => ({
    method,
    path: path(id, target.nation),
    ...(body && { body: body(id) }),
  });
  return {
    kind: 'aimed',
    at: (target) => question(thing(target), target),
    absent: (target) => {
      const id = thing(target);
      return question(typeof id === 'number' ? 987_654 : absentOf(id), target);
    },
  };
};

/** Something of the same form that is not there. */
export const absentOf = (id: string): string =>
  id.includes('--') ? `${id.slice(0, id.indexOf('--'))}--00000000-0000-4000-8000-ffffffffffff` : 'nobody-has-this';

const objectPaths =
  (suffix = '') =>
  ({ canaries }: Sown): string[] =>
    canaries.flatMap(({ sort, id }) => (sort === 'object' && id !== undefined ? [`/api/objects/${id}${suffix}`] : []));
const eventPaths =
  (path: (event: Sown['events'][number]) => string) =>
  ({ events }: Sown): string[] =>
    events.map(path);
const ofOrgs = (suffix: string) => (): string[] => nations.map((nation) => `/api/orgs/${nation}/${suffix}`);
const foreignFamilies = ({ canaries }: Sown): string[] =>
  canaries.flatMap(({ sort, text }) =>
    sort === 'event'
      ? [`/api/events/search?q=${text}`, `/api/events/search?family=${text}&domain=${text}.example.org`]
      : [],
  );

const account = nothing('one’s own account alone; there is none behind a token');
const signIn = nothing('a way to sign in: says nothing before one has');
const people = nothing('people are administered by people: no machine sees any (people.test.ts holds the rest)');
const programme = nothing('the programme’s own; refused to all others before anything is read');
const registryWrite = (method: string, path: string, body?: unknown): Entry =>
  nothing('a write of the operator alone', { method, path, ...(body !== undefined && { body }) });

const exporting = (body: object): Question => ({ method: 'POST', path: '/api/objects/export', body });

const beginning = formatCursor({ epoch: 1, seq: 0 });

/** One line for each route of the table. A route without one fails the build, and the test. */
export const entries: Record<keyof typeof routes, Entry> = {
  programme: nothing('the programme’s name, for all'),
  personas: nothing('invented people of a drill'),
  signIn,
  session: nothing('who one is oneself'),
  signOut: nothing('ends one’s own session; a token has none'),
  tokens: shows(['record: token'], '/api/tokens'),
  createToken: registryWrite('POST', '/api/tokens', { org: 'gov-a', name: 'mine', scopes: ['objects:read'] }),
  revokeToken: aimed(
    'DELETE',
    (id) => `/api/tokens/${id}`,
    ({ own }) => own.token,
  ),
  clientCertificates: shows(['record: certificate'], '/api/client-certificates'),
  registerClientCertificate: registryWrite('POST', '/api/client-certificates', {
    org: 'gov-a',
    name: 'mine',
    scopes: ['objects:read'],
    fingerprint: 'ab'.repeat(32),
  }),
  revokeClientCertificate: aimed(
    'DELETE',
    (id) => `/api/client-certificates/${id}`,
    ({ own }) => own.certificate,
  ),
  oauthClients: shows(['record: oauth client'], '/api/oauth/clients'),
  registerOauthClient: registryWrite('POST', '/api/oauth/clients', { org: 'gov-a', name: 'x', scopes: ['admin'] }),
  revokeOauthClient: aimed(
    'DELETE',
    (id) => `/api/oauth/clients/${id}`,
    ({ own }) => own.oauthClient,
  ),
  oauthToken: signIn,
  authorizationServer: nothing('where tokens are given, for all'),
  signInWays: signIn,
  askPasskey: signIn,
  signInWithPasskey: signIn,
  signInWithPassword: signIn,
  signInWithProvider: signIn,
  account,
  changeAccount: account,
  askStepUp: account,
  stepUp: account,
  askNewPasskey: account,
  addPasskey: account,
  renamePasskey: account,
  removePasskey: account,
  beginOneTimeCodes: account,
  confirmOneTimeCodes: account,
  changePassword: account,
  removePassword: account,
  makeRecoveryCodes: account,
  bindIdentity: account,
  unbindIdentity: account,
  ownSessions: account,
  endOwnSession: account,
  endOtherSessions: account,
  people,
  invitable: people,
  changePerson: people,
  renewAccess: people,
  personSessions: people,
  endPersonSessions: people,
  endPersonSession: people,
  invitations: people,
  invite: people,
  revokeInvitation: people,
  lookAtInvitation: signIn,
  acceptInvitation: signIn,
  nations: nothing('which nations there are, and their teams, for all members'),
  nation: nothing('as the list', { path: '/api/nations/PL' }, { path: '/api/nations/CZ' }),
  changeNation: registryWrite('PATCH', '/api/nations/PL', { name: 'taken' }),
  orgs: nothing('names and kinds of orgs: one’s own', { path: '/api/orgs' }, { path: '/api/orgs?q=canary' }),
  createOrg: registryWrite('POST', '/api/orgs', { handle: 'gov-a', name: 'taken', kind: 'operator' }),
  org: nothing('as the list', { path: '/api/orgs/gov-a' }, { path: '/api/orgs/gov-b' }),
  changeOrg: aimed(
    'PATCH',
    (id) => `/api/orgs/${id}`,
    ({ nation }) => nation,
    () => ({ name: 'taken' }),
  ),
  constituency: each(['record: constituency'], ofOrgs('constituency')),
  addConstituency: aimed(
    'POST',
    (id) => `/api/orgs/${id}/constituency`,
    ({ nation }) => nation,
    () => ({ kind: 'asn', value: '64500', note: 'taken' }),
  ),
  removeConstituency: aimed(
    'DELETE',
    (id, nation) => `/api/orgs/${nation}/constituency/${id}`,
    ({ own }) => own.constituency,
  ),
  previewBackfill: nothing('of the operator alone', { path: '/api/orgs/gov-a/backfills/preview?days=3' }),
  startBackfill: aimed(
    'POST',
    (id) => `/api/orgs/${id}/backfills`,
    ({ nation }) => nation,
    () => ({ days: 3 }),
  ),
  backfills: each([], ofOrgs('backfills')),
  contacts: each(['record: contact'], ofOrgs('contacts')),
  addContact: aimed(
    'POST',
    (id) => `/api/orgs/${id}/contacts`,
    ({ nation }) => nation,
    () => ({ name: 'taken', role: 'taken' }),
  ),
  changeContact: aimed(
    'PATCH',
    (id, nation) => `/api/orgs/${nation}/contacts/${id}`,
    ({ own }) => own.contact,
    () => ({ name: 'taken' }),
  ),
  removeContact: aimed(
    'DELETE',
    (id, nation) => `/api/orgs/${nation}/contacts/${id}`,
    ({ own }) => own.contact,
  ),
  exportTable: nothing('the registry as a table, for the operator', { path: '/api/registry/nations.csv' }),
  importTable: programme,
  ipSnapshots: programme,
  uploadIpSnapshot: programme,
  activateIpSnapshot: programme,
  warninglists: programme,
  warninglist: programme,
  changeWarninglist: programme,
  putWarninglist: programme,
  families: nothing('names of families that the registry knows, for all'),
  putFamily: registryWrite('PUT', '/api/families/taken', { aliases: ['mirai'] }),
  sources: shows(['record: source'], '/api/sources'),
  createSource: registryWrite('POST', '/api/sources', { handle: 'sensor-gov-a-red', org: 'gov-b' }),
  changeSource: aimed(
    'PATCH',
    (id) => `/api/sources/${id}`,
    ({ nation }) => `sensor-${nation}-red`,
    () => ({ tlp: 'clear' }),
  ),
  postEvents: aimed(
    'POST',
    (id) => `/api/events?source=${id}`,
    ({ nation }) => `sensor-${nation}-clear`,
    () => ({ time: '2026-01-10T11:00:00Z', class: 'infected-system', address: '192.0.2.77' }),
  ),
  batches: shows(['record: source'], '/api/batches'),
  batch: shows(['record: source'], ...Array.from({ length: 10 }, (_, index) => `/api/batches/${index + 1}`)),
  quarantine: shows(['record: quarantined'], '/api/quarantine'),
  quarantineItem: shows(['record: quarantined'], ...Array.from({ length: 10 }, (_, n) => `/api/quarantine/${n + 1}`)),
  replay: registryWrite('POST', '/api/quarantine/1/replay', {}),
  replayMany: registryWrite('POST', '/api/quarantine/replay', { ids: [1, 2, 3] }),
  discard: registryWrite('POST', '/api/quarantine/discard', { ids: [1, 2, 3] }),
  alarms: nothing('feeds that fell silent, of one’s own sources'),
  closeAlarm: registryWrite('POST', '/api/alarms/1/close'),
  events: shows(['event: delivered'], '/api/events', '/api/events?format=csv'),
  stream: each(['event: delivered', 'object: delivered'], () => [
    `/api/stream?after=${beginning}`,
    `/api/stream?after=${beginning}&of=objects`,
    `/api/stream?after=${beginning}&of=all`,
  ]),
  searchEvents: each(['event'], (sown) => ['/api/events/search', ...foreignFamilies(sown)]),
  exportEvents: shows(['event'], '/api/events/export'),
  exportObjects: {
    kind: 'shows',
    sorts: ['object: exported'],
    asked: ({ canaries }) => [
      ...['stix', 'misp', 'csv', 'ndjson'].map((format) => exporting({ format })),
      ...canaries.flatMap(({ sort, id }) =>
        sort === 'object' && id !== undefined
          ? [exporting({ format: 'ndjson', ids: [id] }), exporting({ format: 'csv', around: id })]
          : [],
      ),
    ],
  },
  event: each(
    ['event'],
    eventPaths(({ id }) => `/api/events/${id}`),
  ),
  whyEvent: each(
    [],
    eventPaths(({ day, id }) => `/api/events/${day}/${id}/why`),
  ),
  episodes: shows(['event'], '/api/episodes', '/api/episodes?format=csv'),
  host: each(
    ['event'],
    eventPaths(({ host }) => `/api/hosts/${host}`),
  ),
  programmeOverview: each([], () => ['/api/overview']),
  nationOverview: each([], () => ['', '?nation=PL', '?nation=CZ'].map((query) => `/api/overview/nation${query}`)),
  objects: shows(['object'], '/api/objects?limit=1000', '/api/objects?state=draft', '/api/objects?type=indicator,tool'),
  searchObjects: each(['object'], ({ canaries }) => [
    '/api/objects/search?limit=500',
    '/api/objects/search?sort=relevance&q=canary*',
    ...canaries.flatMap(({ sort, text, id }) =>
      sort === 'object'
        ? [`/api/objects/search?q=${text}`, `/api/objects/search?label=${text}`, `/api/objects/search?q=${id}`]
        : [],
    ),
  ]),
  lookup: {
    kind: 'shows',
    sorts: ['object'],
    asked: ({ canaries }) => [
      {
        method: 'POST',
        path: '/api/lookup',
        body: { text: canaries.map(({ text }) => `${text}[.]example[.]org`).join('\n') },
      },
    ],
  },
  createObjects: nothing('takes one’s own; what it may say of others’ is held in leak-attacks.test.ts'),
  imports: nothing('what one’s own org handed in; held in imports/routes.test.ts', { path: '/api/imports' }),
  createImport: nothing('looks at what one hands in, and compares it with one’s own alone'),
  importOne: nothing('one’s own', { path: '/api/imports/1' }),
  importItems: nothing('one’s own', { path: '/api/imports/1/items' }),
  confirmImport: nothing('of one’s own', { method: 'POST', path: '/api/imports/1/confirm', body: {} }),
  discardImport: nothing('of one’s own', { method: 'POST', path: '/api/imports/1/discard' }),
  undoImport: nothing('of one’s own', { method: 'POST', path: '/api/imports/1/undo' }),
  correctImportItem: nothing('of one’s own', {
    method: 'POST',
    path: '/api/imports/1/items/1/correct',
    body: { text: 'x' },
  }),
  objectProvenance: each([], objectPaths('/provenance')),
  object: each(['object'], objectPaths()),
  objectVersions: each([], objectPaths('/versions')),
  releaseObjects: aimed(
    'POST',
    () => '/api/objects/release',
    ({ secret }) => secret,
    (id) => ({ ids: [id], urgent: true, terms: { orgs: ['gov-a', 'gov-b'] } }),
  ),
  undoRelease: nothing('gives back what was the caller’s, as numbers', {
    method: 'POST',
    path: '/api/objects/undo',
    body: { versions: Array.from({ length: 60 }, (_, n) => n + 1) },
  }),
  withdrawObject: aimed(
    'POST',
    (id) => `/api/objects/${id}/withdraw`,
    ({ secret }) => secret,
    () => ({}),
  ),
  previewSharing: aimed(
    'POST',
    () => '/api/objects/preview',
    ({ secret }) => secret,
    (id) => ({ ids: [id], terms: {} }),
  ),
  whySharing: each([], (sown) => ['', '?org=gov-a'].flatMap((query) => objectPaths(`/why${query}`)(sown))),
  objectNeighbours: each(['object'], objectPaths('/neighbours?depth=2')),
  overlay: each(['overlay'], objectPaths('/overlay')),
  putOverlay: nothing('notes one’s own, on any id', {
    method: 'PUT',
    path: '/api/objects/indicator--00000000-0000-4000-8000-fffffffffff0/overlay',
    body: { note: 'mine' },
  }),
  notices: nothing('for people alone'),
  readInPerson: nothing('for people alone', ...[1, 2, 3].map((n) => ({ path: `/api/notices/${n}` }))),
  groups: shows(['record: group'], '/api/groups'),
  createGroup: nothing('makes one’s own', {
    method: 'POST',
    path: '/api/groups',
    body: { handle: 'not a handle', name: 'x' },
  }),
  changeGroup: aimed(
    'PATCH',
    (id) => `/api/groups/${id}`,
    ({ own }) => own.group,
    () => ({ members: ['police'] }),
  ),
  previewGroup: nothing('handles of members that a blueprint describes', {
    method: 'POST',
    path: '/api/groups/preview',
    body: { nations: ['PL', 'CZ'] },
  }),
  audit: trail(...['', '?log=seen', '?org=gov-a', '?org=gov-b', '?actor=canary'].map((query) => `/api/audit${query}`)),
  auditLogs: trail('/api/audit/logs'),
  exportLog: trail(
    ...['audit', 'seen', 'receipt'].flatMap((log) =>
      ['', '?org=gov-a', '?org=gov-b', '?format=csv'].map((query) => `/api/audit/logs/${log}/export${query}`),
    ),
  ),
  verifyAudit: nothing('whether chains hold', {
    method: 'POST',
    path: '/api/audit/verification',
    body: { org: 'gov-a' },
  }),
  checkpoints: each([], () => ['/api/audit/checkpoints']),
  auditKeys: nothing('public keys, for all'),
  receipts: each([], () => ['/api/receipts']),
  acknowledge: nothing('says something of one’s own', {
    method: 'POST',
    path: '/api/receipts',
    body: { kind: 'read', object: 'indicator--00000000-0000-4000-8000-fffffffffff0' },
  }),
  objectReceipts: each([], ({ canaries }) =>
    canaries.flatMap(({ sort, id }) => (sort === 'object' && id !== undefined ? [`/api/receipts/objects/${id}`] : [])),
  ),
  subscriptions: shows(['record: subscription'], '/api/subscriptions'),
  subscription: each(['record: subscription'], ({ things }) =>
    nations.map((nation) => `/api/subscriptions/${things[nation].subscription}`),
  ),
  createSubscription: registryLike('/api/subscriptions', { name: 'x', channel: 'webhook', url: 'http://192.0.2.1/' }),
  changeSubscription: aimed(
    'PATCH',
    (id) => `/api/subscriptions/${id}`,
    ({ own }) => own.subscription,
    () => ({ url: 'http://127.0.0.1:9/taken' }),
  ),
  deleteSubscription: aimed(
    'DELETE',
    (id) => `/api/subscriptions/${id}`,
    ({ own }) => own.subscription,
  ),
  rotateSubscriptionSecret: aimed(
    'POST',
    (id) => `/api/subscriptions/${id}/secret`,
    ({ own }) => own.subscription,
  ),
  testSubscription: aimed(
    'POST',
    (id) => `/api/subscriptions/${id}/test`,
    ({ own }) => own.subscription,
  ),
  replaySubscription: aimed(
    'POST',
    (id) => `/api/subscriptions/${id}/replay`,
    ({ own }) => own.subscription,
    () => ({ from: 'beginning' }),
  ),
  subscriptionMessages: each([], ({ things }) =>
    nations.map((nation) => `/api/subscriptions/${things[nation].subscription}/messages`),
  ),
  replayMessage: aimed(
    'POST',
    (id) => `/api/subscriptions/${id}/messages/any/replay`,
    ({ own }) => own.subscription,
  ),
  unsubscribePage: signIn,
  unsubscribe: signIn,
  collections: shows(['record: collection'], '/api/collections'),
  createCollection: registryWrite('POST', '/api/collections', { alias: 'shared-gov-a', title: 'taken' }),
  grantCollection: aimed(
    'PUT',
    (id) => `/api/collections/${id}/grants/gov-b`,
    ({ own }) => own.collection,
    () => ({ read: true, write: true }),
  ),
};

function registryLike(path: string, body: unknown): Entry {
  return nothing('makes one’s own; the address is refused here', { method: 'POST', path, body });
}
