import { expect, test } from 'vitest';
import { recipientStates, type ReceiptFacts } from './recipient-state.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 10, 12, minute));
const receipt = (
  org: number,
  kind: ReceiptFacts['kind'],
  minute: number,
  detail = {},
  channel = 'taxii',
): ReceiptFacts => ({
  org,
  kind,
  at: at(minute),
  channel,
  detail,
});
const recipients = [
  { id: 1, handle: 'csirt-pl', name: 'CSIRT PL' },
  { id: 2, handle: 'csirt-ee', name: 'CSIRT EE' },
];

test('each recipient has come as far as its farthest receipt, whatever the order of answers', () => {
  const [poland, estonia] = recipientStates(recipients, [
    receipt(1, 'acted', 5, { act: 'deployed' }),
    receipt(1, 'delivered', 2, {}, 'webhook'),
    receipt(1, 'delivered', 1),
    receipt(1, 'acted', 9, { act: 'hit', note: 'two hosts' }),
    receipt(1, 'read', 3),
  ]);
  expect(poland).toEqual({
    org: 'csirt-pl',
    name: 'CSIRT PL',
    state: 'acted',
    channels: ['taxii', 'webhook'],
    deliveredAt: at(1).toISOString(),
    readAt: at(3).toISOString(),
    actedAt: at(5).toISOString(),
    act: 'hit',
    feedbackAt: null,
    verdict: null,
    note: 'two hosts',
  });
  expect(estonia).toMatchObject({ state: 'waiting', channels: [], deliveredAt: null });
});
