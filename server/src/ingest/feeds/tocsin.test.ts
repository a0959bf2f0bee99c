import { EventInput } from '@tocsin/api/event.ts';
import Value from 'typebox/value';
import { expect, test } from 'vitest';
import { createDecoder } from '../decode/create-decoder.ts';
import type { Given } from '../given.ts';
import { tocsin } from './tocsin.ts';

const event = {
  time: '2026-03-04T05:06:07Z',
  class: 'infected-system',
  address: '192.0.2.1',
  port: 40_000,
  protocol: 'tcp',
  asn: 64_496,
  country: 'PL',
  hostname: 'h1.example.net',
  domain: 'bad.example.org',
  url: 'https://bad.example.org/',
  sector: 'energy',
  destination: { address: '203.0.113.1', port: 443, domain: 'c2.example.com' },
  family: 'mirai',
  severity: 'high',
  extra: { sensor: 'trap-3' },
} satisfies EventInput;

function decode(events: readonly unknown[]): (Given | string)[] {
  const outcomes: (Given | string)[] = [];
  const decoder = createDecoder(
    tocsin,
    { maxRecordBytes: 65_536, maxColumns: 100 },
    {
      record: (given) => outcomes.push({ ...given }),
      refuse: (reason) => outcomes.push(reason),
    },
  );
  decoder.push(Buffer.from(events.map((one) => JSON.stringify(one)).join('\n')));
  decoder.end();
  return outcomes;
}

test('every property of the schema becomes a field of its own', () => {
  expect(Object.keys(event).sort()).toEqual(Object.keys(EventInput.properties).sort());
  expect(Value.Check(EventInput, event)).toBe(true);
  const { identity, extra, ...fields } = decode([event])[0] as Given;
  const { destination, extra: _, time, ...same } = event;
  expect(fields).toEqual({
    ...same,
    time: Date.parse(time),
    timeText: '',
    dstAddress: destination.address,
    dstPort: destination.port,
    dstDomain: destination.domain,
  });
  for (const value of Object.values(same)) expect(identity).toContain(String(value));
  // What an event has no column for.
  expect(Object.keys(JSON.parse(extra) as object)).toEqual([
    'asn',
    'country',
    'destination.domain',
    'family',
    'hostname',
    'sector',
    'sensor',
  ]);
});

test('what the schema refuses for its type is refused with that reason', () => {
  const wrong = [
    { address: 7 },
    { port: {} },
    { class: ['x'] },
    { destination: { address: 1 } },
    { url: true },
    { time: 1_772_600_000 },
  ];
  for (const change of wrong) expect(Value.Check(EventInput, { ...event, ...change })).toBe(false);
  expect(decode(wrong.map((change) => ({ ...event, ...change })))).toEqual(wrong.map(() => 'wrong_type'));
});

test('a name that comes twice is refused: which of the two is meant nobody knows', () => {
  expect(decode([{ ...event, 'destination.address': '203.0.113.2' }])).toEqual(['duplicate_name']);
});

test('a class is a type of the taxonomy; what is none is kept beside, and the event is undetermined', () => {
  const classes = decode([
    event,
    { ...event, class: 'Infected_System' },
    { ...event, class: 'strange' },
    { ...event, class: undefined },
  ]);
  expect(
    (classes as Given[]).map((given) => [given.class, (JSON.parse(given.extra) as Record<string, unknown>)['class']]),
  ).toEqual([
    ['infected-system', undefined],
    ['infected-system', 'Infected_System'],
    ['', 'strange'],
    ['', undefined],
  ]);
});
