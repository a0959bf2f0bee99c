import type { AuditEntry, ReceiptEntry } from '@tocsin/api/audit/entry.ts';
import { expect, test } from 'vitest';
import { emptyHead, seal } from './seal.ts';

const entry = (id: number, org: number): AuditEntry => ({
  log: 'audit',
  id,
  org,
  seq: null,
  hash: null,
  at: '2026-01-10T12:00:00.000000Z',
  who: null,
  address: null,
  action: 'token.create',
  subject: `token/${id}`,
  detail: {},
});

test('each org and log has a chain of its own, which goes on where it stood', () => {
  const first = seal([], [entry(1, 7), entry(2, 8), entry(3, 7)]);
  expect(first.sealed.map(({ id, seq }) => [id, seq])).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
  ]);
  expect(first.heads.map(({ org, seq }) => [org, seq])).toEqual([
    [7, 2],
    [8, 1],
  ]);
  const second = seal(first.heads, [entry(4, 7)]);
  expect(second.sealed).toMatchObject([{ id: 4, seq: 3 }]);
  const atOnce = seal([], [entry(1, 7), entry(3, 7), entry(4, 7)]);
  expect(second.sealed[0]?.hash).toBe(atOnce.sealed[2]?.hash);
});

test('the same row in another chain has another hash, and what was before counts', () => {
  const hashOf = (rows: AuditEntry[]) => seal([], rows).sealed.at(-1)?.hash;
  expect(hashOf([entry(3, 7)])).not.toBe(hashOf([entry(3, 8)]));
  expect(hashOf([entry(1, 7), entry(3, 7)])).not.toBe(hashOf([entry(2, 7), entry(3, 7)]));
  expect(emptyHead('seen', 7).hash).not.toBe(emptyHead('audit', 7).hash);
  const receipt: ReceiptEntry = {
    ...{ log: 'receipt', id: 3, org: 7, seq: null, hash: null, at: '2026-01-10T12:00:00.000000Z', who: null },
    ...{
      kind: 'delivered',
      channel: 'sse',
      subject: 'events',
      epoch: 1,
      firstSeq: 1,
      lastSeq: 2,
      items: 2,
      digest: null,
    },
    detail: {},
  };
  expect(seal([], [receipt, entry(3, 7)]).sealed.map(({ log, seq }) => [log, seq])).toEqual([
    ['receipt', 1],
    ['audit', 1],
  ]);
});
