import { createClient, routes, type BodyOf, type ParamsOf, type Route } from '@tocsin/api';
import type { DrillServer } from './drill-server.ts';
import { addresses, event, send } from './send.ts';

/** Runs where it is taken for markup, breaks out of attributes of either quote, and fits into the shortest field. */
export const hostile = `"'><svg/onload=planted=1>`;

/** A link that acts: refused where an address is wanted, and nowhere a link. */
const acting = 'javascript:planted=1';

const credential = 'is compared, never shown';
const closed = 'takes words of a closed list or of what exists; refused else';
/** Texts that are not planted, and why that is no gap. */
export const unplanted: Readonly<Record<string, string>> = {
  'registerClientCertificate certificate': 'is read as a certificate',
  'stepUp code': credential,
  'stepUp passkey.step': credential,
  'addPasskey step': credential,
  'confirmOneTimeCodes code': credential,
  'confirmOneTimeCodes password': credential,
  'changePassword password': credential,
  'changeAccount name': 'of a persona it is fixed; the same text as of an invitation',
  'addPasskey name': 'as those of tokens; needs an authenticator',
  'renamePasskey name': 'as those of tokens; needs an authenticator',
  'invite org': closed,
  'invite name': 'an invitation is made by a person in a session; people.test.ts reads such names',
  'createToken org': closed,
  'createToken addresses[]': 'is an address',
  'registerClientCertificate addresses[]': 'is an address',
  'registerOauthClient addresses[]': 'is an address',
  'changeNation timeZone': closed,
  'addContact timeZone': closed,
  'changeContact timeZone': closed,
  'createSource feed': closed,
  'createSource ownAddresses[]': 'is an address',
  'changeSource feed': closed,
  'changeSource ownAddresses[]': 'is an address',
  'addConstituency value': 'is a prefix, number, name or sector',
  'putWarninglist kind': closed,
  'verifyAudit org': closed,
  'releaseObjects terms.people[].person': closed,
  'previewSharing terms.people[].person': closed,
  'previewGroup sectors[]': 'is not stored',
  'lookup text': 'is not stored',
  'correctImportItem text': 'stands in an import, which no page shows',
  'acknowledge cursor': 'is not stored',
  'acknowledge object': closed,
  'createSubscription start': 'is a cursor',
  'replaySubscription from': 'is a cursor',
  'createSubscription url': 'is an address',
  'changeSubscription url': 'is an address',
};

/** Where `value` holds the hostile text, as `contact.name` or `aliases[]`. */
function placesOf(value: unknown, place = ''): string[] {
  if (typeof value === 'string') return value.includes(hostile) ? [place] : [];
  if (Array.isArray(value)) return value.flatMap((one) => placesOf(one, `${place}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => placesOf(child, place === '' ? name : `${place}.${name}`));
}

const names = new Map<Route, string>(Object.entries(routes).map(([name, route]) => [route, name]));
const indicator = (n: number) => `indicator--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const author = 'identity--00000000-0000-4000-8000-000000000001';
const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
const stamp = { spec_version: '2.1', created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' };

/** STIX objects with the hostile text in every property that takes text, and a link that acts. */
const objects = [
  { ...stamp, type: 'identity', id: author, name: hostile, description: hostile, roles: [hostile] },
  ...[1, 2].map((n) => ({
    ...stamp,
    type: 'indicator',
    id: indicator(n),
    created_by_ref: author,
    name: `${hostile} ${n}`,
    description: `${hostile} [a](${acting}) <a href="${acting}">b</a>`,
    labels: [hostile],
    indicator_types: [hostile],
    pattern: `[file:name = '${hostile.replace("'", "\\'")}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    external_references: [{ source_name: hostile, description: hostile, url: acting, external_id: hostile }],
    kill_chain_phases: [{ kill_chain_name: hostile, phase_name: hostile }],
    object_marking_refs: [green],
    x_note: hostile,
  })),
];

/** Sends the hostile text in every field that takes text; gives the fields that took it, and pages on which they stand. */
export async function plantAll(server: DrillServer): Promise<{ texts: Set<string>; pages: string[] }> {
  const texts = new Set<string>();
  const { operator } = server;

  async function plant<R extends Route>(route: R, body: BodyOf<R>, params?: ParamsOf<R>, as = operator) {
    const answer = await as.call(route, { body, ...(params !== undefined && { params }) });
    for (const place of placesOf(body)) texts.add(`${names.get(route) ?? ''} ${place}`);
    return answer;
  }

  const org = { handle: 'csirt-pl' };
  await plant(routes.changeNation, { name: `Poland ${hostile}` }, { code: 'PL' });
  await plant(routes.createOrg, { handle: 'planted', name: hostile, kind: 'partner', enrolment: 'enrolled' });
  await plant(routes.changeOrg, { name: `CSIRT ${hostile}` }, org);
  await plant(routes.addConstituency, { kind: 'asn', value: '64500', note: hostile }, org);
  const person = { name: hostile, role: hostile, phone: hostile, hours: hostile, note: hostile };
  const { id: contact } = await plant(routes.addContact, { ...person, email: 'duty@example.org' }, org);
  await plant(routes.changeContact, person, { ...org, id: contact });
  await plant(routes.putFamily, { aliases: [hostile], note: hostile }, { name: hostile });
  const list = {
    name: hostile,
    description: hostile,
    type: hostile,
    matching_attributes: [hostile],
    list: ['198.51.100.77', hostile],
  };
  await plant(routes.putWarninglist, list, { name: 'planted' });
  await plant(routes.createToken, { org: org.handle, name: hostile, scopes: ['events:read'] });
  const machine = { org: org.handle, name: hostile, scopes: ['events:read' as const] };
  await plant(routes.registerClientCertificate, { ...machine, fingerprint: 'ab'.repeat(32) });
  await plant(routes.registerOauthClient, machine);
  await plant(routes.createSource, { handle: 'planted', name: hostile });
  await plant(routes.changeSource, { name: `Sinkhole ${hostile}`, showName: true }, { handle: 'sinkhole' });
  await plant(routes.createGroup, { handle: 'planted', name: hostile, blueprint: { sectors: [hostile] } });
  await plant(routes.changeGroup, { name: hostile, blueprint: { sectors: [hostile] } }, { handle: 'planted' });
  await plant(routes.createCollection, { alias: 'planted', title: hostile, description: hostile });
  const filter = {
    families: [hostile],
    types: [hostile],
    classes: [hostile],
    nations: [hostile],
    severities: [hostile],
  };
  const mail = { every: 'day' as const, urgent: [hostile] };
  const { id: inbox } = await operator.call(routes.addContact, {
    params: { handle: 'operator' },
    body: { name: hostile, role: 'duty', email: 'lead@example.org' },
  });
  const subscription = { name: hostile, channel: 'mail' as const, contact: inbox, filter, mail };
  const made = await plant(routes.createSubscription, subscription);
  await plant(routes.changeSubscription, { name: hostile, filter, mail }, { id: made.subscription.id });

  // Not in JSON bodies: events, what is refused of them, and objects.
  const fields = {
    family: hostile,
    detail: hostile,
    url: `http://c2.example.org/${hostile}`,
    extra: { [hostile]: hostile },
  };
  await send(server, [
    event(addresses.poland, fields),
    event(addresses.poland, { ...fields, class: hostile }),
    event(addresses.nobody, { family: hostile }),
    event(addresses.poland, { port: hostile, [hostile]: hostile }),
    `not json ${hostile}`,
  ]);
  const { items } = await operator.call(routes.quarantine, {});
  const record = items[0];
  if (record !== undefined) await plant(routes.replay, { corrected: `{"${hostile}":1}` }, { id: record.id });
  await operator.call(routes.createObjects, {
    raw: objects.map((one) => JSON.stringify(one)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const ids = [author, indicator(1)];
  await operator.call(routes.releaseObjects, { body: { ids, terms: {}, urgent: true } });
  await plant(routes.putOverlay, { note: hostile, verdict: 'unknown' }, { id: indicator(1) });
  const scopes = ['objects:read' as const, 'events:read' as const];
  const { secret } = await operator.call(routes.createToken, { body: { org: org.handle, name: 'reader', scopes } });
  const poland = createClient({ baseUrl: server.base, token: secret });
  // What was delivered can be acted on.
  await fetch(`${server.base}/taxii2/csirt-pl/collections/intelligence/objects/`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const acted = { kind: 'acted', act: 'deployed', object: indicator(1), note: hostile } as const;
  await plant(routes.acknowledge, acted, undefined, poland);

  return {
    texts,
    pages: [
      '/programme',
      '/nation/PL',
      '/events',
      '/hosts',
      `/hosts?family=${encodeURIComponent(hostile)}`,
      '/intelligence',
      '/intelligence/drafts',
      `/intelligence/objects/${indicator(1)}`,
      `/intelligence/objects/${indicator(2)}`,
      `/intelligence/objects/${author}`,
      '/intelligence/groups',
      '/quarantine',
      ...items.map(({ id }) => `/quarantine/${id}`),
      '/quarantine/batches',
      '/audit',
      '/subscriptions',
      `/subscriptions/${made.subscription.id}`,
      '/people',
      '/account',
      '/registry/nations',
      '/registry/nations/PL',
      '/registry/orgs',
      '/registry/orgs/csirt-pl',
      '/registry/sources',
      '/registry/sources/planted',
      '/registry/families',
      '/registry/warninglists',
      `/events?q=${encodeURIComponent(hostile)}`,
      `/no-such-page/${encodeURIComponent(hostile)}`,
    ],
  };
}
