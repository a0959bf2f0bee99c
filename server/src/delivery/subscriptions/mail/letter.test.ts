import type { EventOut } from '@tocsin/api';
import { expect, test } from 'vitest';
import type { Published } from '#intelligence/index.ts';
import { clearedFor } from '../../../../test/cleared.ts';
import type { Item } from '../items/item.ts';
import { createDigest } from './digest.ts';
import { defang, digestLetter, letterHtml, letterText, plainLetter } from './letter.ts';
import { textsFor } from './texts/texts.ts';

const place = { epoch: 1, seq: 1 };
const at = new Date('2026-01-10T12:00:00Z');
const frame = {
  texts: textsFor(['pl', 'en']),
  programme: 'Tocsin',
  contact: 'Duty desk',
  consoleUrl: 'https://tocsin.example.org/',
  unsubscribeUrl: undefined,
};

function event(change: Partial<EventOut> = {}): Item {
  const usual = {
    time: '2026-01-10T11:00:00.000Z',
    family: 'qakbot',
    class: 'infected-system',
    country: 'PL',
    severity: null,
    address: '198.51.100.7',
    port: 443,
    asn: 64500,
    host: 'h1',
    tlp: 'green',
  };
  return { kind: 'event', place, at, event: clearedFor({ ...usual, ...change } as unknown as EventOut) };
}
const object = (name: string): Item => ({
  kind: 'object',
  place,
  at,
  object: clearedFor({ id: 'report--1', type: 'report', body: JSON.stringify({ name }) } as unknown as Published),
});

test('counts are of all, lines of the first; the strictest level marks the mail', () => {
  const digest = createDigest();
  for (let index = 0; index < 40; index++)
    digest.add(event({ host: `h${index % 3}`, ...(index === 39 && { tlp: 'amber' }) }), 'body');
  digest.add(event(), 'mention');
  digest.add(event(), 'nothing');
  digest.add(
    {
      kind: 'withdrawn',
      place,
      at,
      tombstone: { kind: 'withdrawn', seq: 1, id: 'indicator--1', version: 'v', reason: 'withdrawn', dateAdded: '' },
    },
    'body',
  );
  expect(digest.size()).toBe(42);
  const letter = digestLetter('digest', digest.result(), frame);
  expect(letter.subject).toBe('[TLP:AMBER] Tocsin: 40 events, 1 withdrawn, 1 to read in the console');
  const text = letterText(letter);
  for (const part of [
    '40  qakbot',
    '3 hosts',
    'The first 25 of 40 events',
    '198[.]51[.]100[.]7 port 443',
    'indicator--1  withdrawn',
    '1 item for you may not be sent by mail',
    'TLP:AMBER',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('198.51.100.7');
});

test('what sources say stays text', () => {
  const digest = createDigest();
  digest.add(event({ family: '<img src=x onerror=alert(1)>\r\nBcc: all@example.org' }), 'body');
  digest.add(object('<script>alert(1)</script> https://www.example.org/'), 'body');
  const letter = digestLetter('urgent', digest.result(), frame);
  const html = letterHtml(letter, 'en');
  expect(html).not.toMatch(/<img|<script|href|src="|url\(/i);
  expect(letterText(letter)).not.toMatch(/^Bcc/m);
  expect(letterText(letter)).toContain('www[.]example[.]org');
  expect(letter.subject).toMatch(/^\[TLP:AMBER\+STRICT\] Urgent, Tocsin: 1 event, 1 object$/);
});

test('a letter without data says so', () => {
  expect(letterText(plainLetter(frame, 's', ['line']))).toBe(
    'TLP:CLEAR\nFor Duty desk\n\nline\n\nRead on in the console: https://tocsin.example.org/\nTLP:CLEAR. Handle it as https://www.first.org/tlp/ says. Addresses are defanged.\n',
  );
});

test('defanged', () => expect(defang('https://a.example.org/x')).toBe('hxxps://a[.]example[.]org/x'));
