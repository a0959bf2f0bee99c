import { expect, test } from 'vitest';
import { replayBody } from './replay.ts';

test('a record is replayed under the header that it needs', () => {
  const record = Buffer.from('1,2');
  expect(replayBody(null, record).toString()).toBe('1,2\n');
  expect(replayBody(Buffer.alloc(0), record).toString()).toBe('1,2\n');
  expect(replayBody(Buffer.from('a,b'), record).toString()).toBe('a,b\n1,2\n');
});
