import { expect, test } from 'vitest';
import { retryMs } from './attempts.ts';
import { settle } from './settle.ts';

const now = new Date('2026-01-10T12:00:00Z');
const behind = { cursor: { epoch: 1, seq: 9 } };
const fresh = { failures: 0, failingSince: null };
const context = { now, behind, disableDays: 5 };
const failed = { kind: 'failed', status: 500, answer: 'The receiver answers 500.' } as const;

test('taken: the subscription goes on behind the message, and its failures are forgotten', () => {
  const failing = { failures: 3, failingSince: new Date('2026-01-10T11:00:00Z') };
  const settled = settle(
    failing,
    { attempts: 4, items: 17 },
    { kind: 'delivered', status: 204, answer: null },
    context,
  );
  expect(settled.message.state).toBe('delivered');
  expect(settled.progress).toMatchObject({
    ...behind,
    state: 'active',
    failures: 0,
    failingSince: null,
    delivered: 17,
  });
});

test('failed: it waits where it is, and fails since the first time', () => {
  const settled = settle(fresh, { attempts: 1, items: 1 }, failed, context);
  expect(settled.message.state).toBe('waiting');
  expect(settled.progress).toEqual({
    failures: 1,
    failingSince: now,
    error: { at: now, text: 'The receiver answers 500.' },
    state: 'failing',
    nextAt: new Date('2026-01-10T12:00:05Z'),
  });
});

test.each([
  ['failed for the last time', failed, retryMs.length + 1],
  ['refused for good', { kind: 'refused', status: 550, answer: 'no such mailbox' } as const, 1],
])('%s: a dead letter, and the next message has its turn', (_, outcome, attempts) => {
  const settled = settle(fresh, { attempts, items: 1 }, outcome, context);
  expect(settled.message.state).toBe('dead');
  expect(settled.progress).toMatchObject({ ...behind, state: 'failing', nextAt: new Date('2026-01-10T13:00:00Z') });
});

test('days of failure, or 410, disable; the message is kept for whoever resumes', () => {
  const old = { failures: 30, failingSince: new Date('2026-01-05T12:00:00Z') };
  for (const [held, outcome] of [
    [old, failed],
    [fresh, { kind: 'gone', status: 410, answer: 'gone' } as const],
  ] as const) {
    const settled = settle(held, { attempts: 2, items: 1 }, outcome, context);
    expect(settled).toMatchObject({ message: { state: 'waiting' }, progress: { state: 'disabled' } });
    expect(settled.progress.cursor).toBeUndefined();
    expect(settled.disabled).toContain(outcome.answer);
  }
});
