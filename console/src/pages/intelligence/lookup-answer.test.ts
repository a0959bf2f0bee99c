import { expect, test } from 'vitest';
import { answerOf } from './lookup-answer.ts';

const seen = { hosts: 1, episodes: 1, open: 0, events: 2, lastSeen: '2026-01-10T12:00:00.000Z' };

test('intelligence comes before what was seen, and that before warninglists', () =>
  expect([
    answerOf({ total: 1, seen, warninglists: ['resolvers'] }),
    answerOf({ total: 0, seen, warninglists: ['resolvers'] }),
    answerOf({ total: 0, seen: null, warninglists: ['resolvers'] }),
    answerOf({ total: 0, seen: null, warninglists: [] }),
  ]).toEqual(['known', 'seen', 'warned', 'unknown']));
