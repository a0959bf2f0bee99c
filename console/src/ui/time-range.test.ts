import { expect, test } from 'vitest';
import { readTimeRange } from './time-range.ts';

const at = new Date('2026-11-23T03:04:05Z');
const url = (state: Record<string, string>) => ({ one: (name: string) => state[name] });

test('a preset begins at a full minute and stays open', () => {
  expect(readTimeRange(url({ range: 'hour' }), at)).toEqual({ preset: 'hour', from: '2026-11-23T02:04:00.000Z' });
});

test('from and to win over a preset', () => {
  const state = { range: 'hour', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
  expect(readTimeRange(url(state), at)).toEqual({ preset: 'custom', from: state.from, to: state.to });
});

test('nonsense in the URL falls back', () => {
  expect(readTimeRange(url({ range: 'toString', from: 'yesterday' }), at, 'week').preset).toBe('week');
});
