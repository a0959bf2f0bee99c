import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { testClock } from '../../src/kernel/clock.ts';
import { subscriptionServer, type Subscriber, type SubscriptionServer } from '../subscription-server.ts';
import type { TestOrg } from '../delivery-server.ts';

const clock = testClock('2026-01-10T12:00:00Z');
const hour = 3_600_000;
const mails: ParsedMail[] = [];
let reply: number | undefined;
let smtp: SMTPServer;
let server: SubscriptionServer;
let operator: TestOrg;
let poland: Subscriber;
let czechia: Subscriber;
let sensor: number;
let strict: number;
let contact: number;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      if (reply === undefined) done();
      else done(Object.assign(new Error('mailbox says no'), { responseCode: reply }));
    },
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      });
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  server = await subscriptionServer({ clock, smtpUrl: `smtp://127.0.0.1:${port}`, mailsPerHour: 2 });
  operator = await server.makeSubscriber('operator', 'operator');
  poland = await server.makeSubscriber('csirt-pl', 'government', 'PL');
  czechia = await server.makeSubscriber('csirt-cz', 'government', 'CZ');
  sensor = await server.makeSource('sensor', operator, { tlp: 'amber', showName: true });
  strict = await server.makeSource('strict', operator, { tlp: 'amber+strict' });
  const { rows } = await server.ownerPool.query<{ id: number }>(
    `insert into contact (org, layer, name, role, email, languages, time_zone)
     values ($1, 'manual', 'Duty desk', 'duty', 'duty@example.org', '{pl,en}', 'Europe/Warsaw') returning id`,
    [poland.id],
  );
  contact = rows[0]!.id;
});
afterAll(async () => {
  await server.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});
afterEach(async () => {
  await server.ownerPool.query('delete from subscription');
  clock.advance(48 * hour);
  clock.set(`${clock.now().toISOString().slice(0, 10)}T12:00:00Z`);
  mails.length = 0;
  reply = undefined;
});

const subscribe = async (mail: object, more: object = {}) =>
  (
    await poland.subscribe({
      name: 'mail',
      channel: 'mail',
      contact,
      mail: { every: 'never', urgent: [], ...mail },
      ...more,
    })
  ).subscription;
const publish = (count: number, change: object = {}, source = sensor) =>
  server.publish(
    [poland],
    source,
    Array.from({ length: count }, (_, index) => ({
      address: `198.51.100.${index + 1}`,
      family: 'qakbot',
      country: 'PL',
      ...change,
    })),
  );
/** Critical from the start: a turn that its commit wakes must not read it as something else. */
const critical = () => publish(1, { severity: 'critical' });

test('a digest comes at its time by the contact’s clock, once, and none of nothing', async () => {
  const { id, nextAt } = await subscribe({ every: 'day', at: '07:00' });
  expect(nextAt).toMatch(/T06:00:00.000Z$/);
  await publish(40);
  await server.drain();
  expect(mails).toEqual([]);
  clock.set(nextAt!);
  await server.drain();
  await server.drain();
  expect(mails).toHaveLength(1);
  expect(mails[0]!.subject).toBe('[TLP:AMBER] Test programme: 40 events');
  expect([mails[0]!.to].flat()[0]!.text).toContain('duty@example.org');
  expect(mails[0]!.text).toContain('40  qakbot');
  expect(mails[0]!.text).toContain('198[.]51[.]100[.]');
  expect(mails[0]!.html).not.toMatch(/src=|href=|url\(/);
  const sent = await poland.messages(id);
  expect(sent).toMatchObject([{ kind: 'digest', state: 'delivered', items: 40, status: 250 }]);
  expect(mails[0]!.messageId).toBe(`<${sent[0]!.id}@example.org>`);
  clock.advance(24 * hour);
  await server.drain();
  expect(mails).toHaveLength(1);
  expect(await poland.subscription(id)).toMatchObject({ delivered: 40, lag: { changes: 0 } });
});

test('what is urgent comes at once, but not at night, and never as a flood', async () => {
  await subscribe({ every: 'day', urgent: ['critical'], quiet: { from: '22:00', to: '07:00' } });
  await publish(1);
  await server.drain();
  expect(mails).toEqual([]);
  for (let count = 0; count < 5; count++) {
    await critical();
    await server.drain();
  }
  expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill('[TLP:AMBER] Urgent, Test programme: 1 event'));
  clock.advance(hour);
  await server.drain();
  // What came meanwhile is in one.
  expect(mails.map(({ subject }) => subject).slice(2)).toEqual(['[TLP:AMBER] Urgent, Test programme: 3 events']);
  clock.set(`${clock.now().toISOString().slice(0, 10)}T21:30:00Z`);
  await critical();
  await server.drain();
  expect(mails).toHaveLength(3);
  clock.advance(9 * hour);
  await server.drain();
  expect(mails.slice(3).map(({ subject }) => subject)).toContain('[TLP:AMBER] Urgent, Test programme: 1 event');
});

test('bodies stricter than AMBER stay out of mail: only that they are there is said', async () => {
  const { nextAt } = await subscribe({ every: 'day' });
  await publish(2, { family: 'secret-family', address: '203.0.113.9' }, strict);
  clock.set(nextAt!);
  await server.drain();
  expect(mails[0]!.subject).toBe('[TLP:CLEAR] Test programme: 2 to read in the console');
  for (const text of [mails[0]!.text!, String(mails[0]!.html)]) {
    expect(text).not.toMatch(/secret-family|203|strict/i);
    expect(text).toContain('2 items for you may not be sent by mail');
  }
});

test('a mailbox that will never take it makes a dead letter, one that cannot now is tried again', async () => {
  const { id } = await subscribe({ urgent: ['critical'] });
  await critical();
  reply = 450;
  await server.drain();
  expect(await poland.subscription(id)).toMatchObject({
    state: 'failing',
    lastError: expect.stringContaining('mailbox says no'),
  });
  clock.advance(5000);
  reply = undefined;
  await server.drain();
  expect(mails).toHaveLength(1);
  expect(await poland.subscription(id)).toMatchObject({ state: 'active' });
  await critical();
  reply = 550;
  await server.drain();
  const dead = await poland.messages(id, '?state=dead');
  expect(dead).toMatchObject([{ status: 550, answer: expect.stringContaining('mailbox says no') }]);
  reply = undefined;
  expect(await poland.json('POST', `/api/subscriptions/${id}/messages/${dead[0]!.id}/replay`)).toMatchObject({
    delivered: true,
    status: 250,
  });
  expect(mails).toHaveLength(2);
});

test('a subscription that is disabled tells the people of its org', async () => {
  const { id } = (await poland.subscribe({ name: 'dead hook', channel: 'webhook', url: 'http://127.0.0.1:1/' }))
    .subscription;
  for (let day = 0; day <= 6; day++) {
    await publish(1);
    await server.drain();
    clock.advance(20 * hour);
  }
  expect((await poland.subscription(id)).state).toBe('disabled');
  expect(mails.map(({ subject }) => subject)).toEqual(['Test programme: the subscription dead hook was disabled']);
});

test('the link in a mail ends it by POST alone, and says nothing to who guesses', async () => {
  const { id } = await subscribe({ every: 'day' });
  expect(await poland.json('POST', `/api/subscriptions/${id}/test`)).toMatchObject({ delivered: true, status: 250 });
  const header = mails[0]!.headerLines.find(({ key }) => key === 'list-unsubscribe')!.line;
  const link = /<(https:[^>]+)>/.exec(header)![1]!.replace('https://tocsin.example.org', server.url);
  const shown = await fetch(link);
  expect(await shown.text()).toContain('<form method="post">');
  expect((await poland.subscription(id)).state).toBe('active');
  const ended = await fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  const text = await ended.text();
  expect((await poland.subscription(id)).state).toBe('paused');
  const guessed = await fetch(`${server.url}/api/unsubscribe/guessed`, { method: 'POST' });
  expect([guessed.status, await guessed.text()]).toEqual([ended.status, text]);
});

test('mail goes to contacts of one’s own org alone', async () => {
  const refused = await czechia.send('POST', '/api/subscriptions', { name: 'spam', channel: 'mail', contact });
  expect(refused.status).toBe(400);
});
