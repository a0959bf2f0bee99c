import { randomBytes } from 'node:crypto';
import type { Tlp } from '@tocsin/api';
import { keepAudiences } from '../../src/intelligence/releases/jobs.ts';
import { indexObjects } from '../../src/intelligence/search/indexing/jobs.ts';
import { idOf, marked, object } from '../objects.ts';
import { eventCases, objectCases, type Role } from './expectations.ts';
import { at, type LeakServer } from './server.ts';
import { nations, orgs, otherOf, viewers, type Nation, type Viewer } from './viewers.ts';

export type Sort = 'object' | 'event' | 'record' | 'overlay';

/** A text that is nowhere but in one thing, and who may ever see it. */
export interface Canary {
  readonly sort: Sort;
  readonly of: Nation;
  /** What it is in, for the reader of a failure. */
  readonly what: string;
  readonly text: string;
  readonly seenBy: readonly Viewer[];
  /** The id of the object or event, which is as telling as its text. */
  id?: string;
}

const rolesAs = (self: Nation, roles: readonly Role[]): Viewer[] =>
  roles.map((role) => (role === 'self' ? self : role === 'other' ? otherOf(self) : role));

/** Everything of two nations that somebody else could be shown, each with a canary in every field that takes text. */
export async function sow(server: LeakServer) {
  const { must, database, clock } = server;
  const canaries: Canary[] = [];
  const operator = (path: string, body: unknown, method = 'POST') => must('operator', { method, path, body });
  const canary = (sort: Sort, of: Nation, what: string, seenBy: readonly Viewer[]): Canary => {
    const made = { sort, of, what, text: `canary${randomBytes(8).toString('hex')}`, seenBy };
    canaries.push(made);
    return made;
  };

  for (const code of ['PL', 'CZ']) await operator(`/api/nations/${code}`, { enrolment: 'enrolled' }, 'PATCH');
  for (const { handle, kind, nation, prefix } of orgs) {
    const enrolment = handle === 'invited' ? 'invited' : 'enrolled';
    await operator('/api/orgs', { handle, name: `Org ${handle}`, kind, enrolment, ...(nation && { nation }) });
    if (prefix !== undefined)
      await operator(`/api/orgs/${handle}/constituency`, { kind: 'prefix', value: prefix, note: 'its network' });
  }

  const things = {} as Record<Nation, Awaited<ReturnType<typeof recordsOf>>>;
  for (const nation of nations) {
    things[nation] = await recordsOf(nation);
    await eventsOf(nation);
    await objectsOf(nation);
  }
  // Was a member when all this was shared, and is none now.
  await operator('/api/orgs/suspended', { enrolment: 'suspended' }, 'PATCH');

  /** What a nation keeps here besides what it shares: seen by itself and the programme. */
  async function recordsOf(nation: Nation) {
    const record = (what: string, seenBy: readonly Viewer[] = [nation, 'operator']) =>
      canary('record', nation, what, seenBy).text;
    const rowOf = (reply: Awaited<ReturnType<typeof must>>) => Number(at(reply, 'id'));
    const contact = record('contact');
    const contacts = `/api/orgs/${nation}/contacts`;
    const noted = record('constituency');
    const token = record('token');
    const client = record('oauth client');
    const certificate = record('certificate');
    const subscription = record('subscription');
    const group = record('group', [nation, 'operator', 'partner']);
    const collection = record('collection', [nation, 'operator']);
    const machine = { org: nation, scopes: ['events:read'] };
    const made = {
      contact: rowOf(
        await operator(contacts, { name: contact, role: contact, email: `${contact}@example.org`, note: contact }),
      ),
      constituency: rowOf(
        await operator(`/api/orgs/${nation}/constituency`, {
          kind: 'suffix',
          value: `${noted}.example.net`,
          note: noted,
        }),
      ),
      token: Number(at(await operator('/api/tokens', { ...machine, name: token }), 'token', 'id')),
      oauthClient: Number(at(await operator('/api/oauth/clients', { ...machine, name: client }), 'client', 'id')),
      certificate: rowOf(
        await operator('/api/client-certificates', {
          ...machine,
          name: certificate,
          fingerprint: randomBytes(32).toString('hex'),
        }),
      ),
      group: `group-${nation}`,
      collection: `shared-${nation}`,
      subscription: 0,
    };
    await must(nation, {
      method: 'POST',
      path: '/api/groups',
      body: { handle: made.group, name: group, members: ['partner'] },
    });
    await operator('/api/collections', { alias: made.collection, title: collection, description: collection });
    await operator(`/api/collections/${made.collection}/grants/${nation}`, { read: true, write: true }, 'PUT');
    const subscribed = await must(nation, {
      method: 'POST',
      path: '/api/subscriptions',
      body: {
        name: subscription,
        channel: 'webhook',
        url: `http://127.0.0.1:9/${subscription}`,
        filter: { families: ['nothing of the kind'] },
        start: 'now',
      },
    });
    made.subscription = Number(at(subscribed, 'subscription', 'id'));
    return made;
  }

  /** A sensor of the nation at every TLP, and an event of each about an address of the other nation. */
  async function eventsOf(nation: Nation) {
    const network = nation === 'gov-a' ? '198.51.100' : '192.0.2';
    for (const [index, [tlp, roles]] of Object.entries(eventCases).entries()) {
      const source = `sensor-${nation}-${tlp.replace('+', '-')}`;
      const named = canary('record', nation, `source, ${tlp}`, [nation, 'operator']).text;
      const refused = canary('record', nation, `quarantined record, ${tlp}`, [nation, 'operator']).text;
      // The provider lies in the first nation: what happens in the other is none of its business.
      const readers = rolesAs(nation, roles).filter((viewer) => viewer !== 'isp' || nation === 'gov-b');
      const seen = canary('event', nation, `event, ${tlp}`, readers).text;
      const declared = { feed: 'tocsin', tlp: tlp as Tlp, distribution: 'concerned', reliability: 'B' };
      await operator('/api/sources', { handle: source, org: nation, name: named, ...declared });
      const event = {
        time: clock.now().toISOString(),
        class: 'infected-system',
        address: `${network}.${index + 129}`,
        domain: `${seen}.example.org`,
        url: `https://${seen}.example.org/${seen}`,
        family: seen,
        note: seen,
      };
      await must(nation, {
        method: 'POST',
        path: `/api/events?source=${source}&name=${named}.ndjson`,
        body: `${JSON.stringify(event)}\n${JSON.stringify({ time: refused, note: refused })}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      });
    }
  }

  async function objectsOf(nation: Nation) {
    const other = otherOf(nation);
    const network = nation === 'gov-a' ? 'prefix 198.51.100.0/24' : 'prefix 192.0.2.0/26';
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    // What the words of the table are for this nation.
    const worded: Record<string, string> = {
      other,
      group: `group-${nation}`,
      'other prefix': network,
      soon: expiresAt,
    };
    for (const [what, { tlp, terms, then, readBy }] of Object.entries(objectCases)) {
      const seeded = canary('object', nation, what, rolesAs(nation, readBy));
      const { text } = seeded;
      const made = object({
        ...marked(tlp),
        name: text,
        description: text,
        labels: [text],
        pattern: `[domain-name:value = '${text}.example.org']`,
        external_references: [{ source_name: text, url: `https://${text}.example.org/` }],
        [`x_${text}`]: { nested: [text] },
      });
      const id = idOf(made);
      seeded.id = id;
      await must(nation, {
        method: 'POST',
        path: '/api/objects',
        body: made.body,
        headers: { 'content-type': 'application/x-ndjson' },
      });
      const overlay = canary('overlay', nation, `overlay on ${what}`, [nation]).text;
      await must(nation, { method: 'PUT', path: `/api/objects/${id}/overlay`, body: { note: overlay } });
      if (terms === undefined) continue;
      const body = {
        ids: [id],
        urgent: true,
        terms: JSON.parse(JSON.stringify(terms), (_, value: unknown) =>
          typeof value === 'string' ? (worded[value] ?? value) : value,
        ) as object,
      };
      await must(nation, { method: 'POST', path: '/api/objects/release', body });
      if (then === 'withdrawn')
        await must(nation, { method: 'POST', path: `/api/objects/${id}/withdraw`, body: { reason: 'mistake' } });
    }
  }

  clock.advance(120_000);
  await keepAudiences({ db: database.db, clock });
  await indexObjects({ db: database.db, clock });
  for (const viewer of viewers) await server.ask(viewer, { path: '/api/session' });
  const { rows } = await database.ownerPool.query<{ id: string; day: string; host: string; domain: string }>(
    'select id, day::text, host, domain from event',
  );
  for (const { id, domain } of rows) canaries.find(({ text }) => domain.startsWith(text))!.id = id;
  if (rows.length !== 2 * Object.keys(eventCases).length) throw new Error('an event was not taken');
  return { canaries, things, events: rows };
}
export type Sown = Awaited<ReturnType<typeof sow>>;
