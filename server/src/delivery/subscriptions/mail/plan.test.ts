import type { MailPlan } from '@tocsin/api';
import { expect, test } from 'vitest';
import { isUrgent, nextDigest, quietUntil } from './plan.ts';
import { instantOf } from './zone-time.ts';

const warsaw = 'Europe/Warsaw';
const at = (text: string) => new Date(text);

test.each<[string, MailPlan, string, string, string | null]>([
  ['today still', { every: 'day' }, warsaw, '2026-01-10T05:00:00Z', '2026-01-10T06:00:00.000Z'],
  ['tomorrow', { every: 'day' }, warsaw, '2026-01-10T06:00:00Z', '2026-01-11T06:00:00.000Z'],
  ['in summer', { every: 'day', at: '08:30' }, warsaw, '2026-07-10T12:00:00Z', '2026-07-11T06:30:00.000Z'],
  ['over the change of clocks', { every: 'day' }, warsaw, '2026-03-28T12:00:00Z', '2026-03-29T05:00:00.000Z'],
  [
    'at a time that clocks jump over',
    { every: 'day', at: '02:30' },
    warsaw,
    '2026-03-28T12:00:00Z',
    '2026-03-29T01:30:00.000Z',
  ],
  [
    'at a time that clocks show twice',
    { every: 'day', at: '02:30' },
    warsaw,
    '2026-10-24T12:00:00Z',
    '2026-10-25T00:30:00.000Z',
  ],
  ['on Monday', { every: 'week' }, warsaw, '2026-01-10T12:00:00Z', '2026-01-12T06:00:00.000Z'],
  ['on the next Monday', { every: 'week' }, warsaw, '2026-01-12T06:00:00Z', '2026-01-19T06:00:00.000Z'],
  [
    'where it is tomorrow already',
    { every: 'day', at: '00:30' },
    'Pacific/Auckland',
    '2026-01-10T11:00:00Z',
    '2026-01-10T11:30:00.000Z',
  ],
  ['in no known zone: UTC', { every: 'day' }, 'Mars/Olympus', '2026-01-10T05:00:00Z', '2026-01-10T07:00:00.000Z'],
  ['never', { every: 'never' }, warsaw, '2026-01-10T05:00:00Z', null],
])('the next digest %s', (_, plan, zone, after, due) =>
  expect(nextDigest(plan, zone, at(after))?.toISOString() ?? null).toBe(due),
);

const night: MailPlan = { every: 'day', quiet: { from: '22:00', to: '06:30' } };
const noon: MailPlan = { every: 'day', quiet: { from: '12:00', to: '13:00' } };

test.each<[string, MailPlan, string, string | undefined]>([
  ['in the evening', night, '2026-01-10T22:00:00Z', '2026-01-11T05:30:00.000Z'],
  ['after midnight', night, '2026-01-11T03:00:00Z', '2026-01-11T05:30:00.000Z'],
  ['when they are over', night, '2026-01-11T05:30:00Z', undefined],
  ['by day', night, '2026-01-11T12:00:00Z', undefined],
  ['at noon', noon, '2026-01-10T11:30:00Z', '2026-01-10T12:00:00.000Z'],
  ['none', { every: 'day' }, '2026-01-10T11:30:00Z', undefined],
])('quiet hours %s', (_, plan, now, until) => expect(quietUntil(plan, warsaw, at(now))?.toISOString()).toBe(until));

test('every minute of a year is shown by the clocks once', () => {
  for (let hours = 0; hours < 366 * 24; hours += 7) {
    const start = new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
    const due = instantOf(warsaw, start, 0, 12 * 60);
    expect(Math.abs(due.getTime() - start.getTime())).toBeLessThan(86_400_000);
    expect([10, 11]).toContain(due.getUTCHours());
  }
});

test('urgent is critical unless told', () => {
  expect(isUrgent({ every: 'day' }, 'Critical')).toBe(true);
  expect(isUrgent({ every: 'day' }, null)).toBe(false);
  expect(isUrgent({ every: 'day', urgent: [] }, 'critical')).toBe(false);
  expect(isUrgent({ every: 'day', urgent: ['high'] }, 'high')).toBe(true);
});
