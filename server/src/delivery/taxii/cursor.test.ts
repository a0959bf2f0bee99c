import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPlace, sealPlace, type Question } from './cursor.ts';
import { readFilter } from './filter.ts';

const key = 'a key of the database';
const question: Question = {
  org: 7,
  user: 'reader',
  collection: 'b9d8f0c1-3c39-4a6e-9a42-1f0f6f1a2b3c',
  asked: { request: 'objects', ...readFilter({ 'match[type]': 'tool' }, 'objects').filter },
};

describe('next', () => {
  it('is a place again for the same question, as often as one likes', () => {
    const next = sealPlace({ epoch: 3, after: '2026-01-02T03:04:05.678901Z' }, question, key);
    expect(openPlace(next, question, key)).toEqual({ epoch: 3, after: '2026-01-02T03:04:05.678901Z' });
    expect(openPlace(next, question, key)).toEqual({ epoch: 3, after: '2026-01-02T03:04:05.678901Z' });
  });

  it.each([
    { ...question, org: 8 },
    { ...question, user: 'another' },
    { ...question, collection: 'c9d8f0c1-3c39-4a6e-9a42-1f0f6f1a2b3c' },
    { ...question, asked: { request: 'manifest', ...readFilter({ 'match[type]': 'tool' }, 'objects').filter } },
    { ...question, asked: { request: 'objects', ...readFilter({}, 'objects').filter } },
  ])('holds for no other question', (other) => {
    const next = sealPlace({ epoch: 3, after: '2026-01-02T03:04:05.678901Z' }, question, key);
    expect(() => openPlace(next, other, key)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });

  it('holds under no other key', () => {
    const next = sealPlace({ epoch: 3, after: '2026-01-02T03:04:05.678901Z' }, question, key);
    expect(() => openPlace(next, question, 'another key')).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });

  it('cannot be made up or changed', () => {
    const next = sealPlace({ epoch: 3, after: '2026-01-02T03:04:05.678901Z' }, question, key);
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.nat(next.length - 1), (text, at) => {
        const other = next[at] === 'A' ? 'B' : 'A';
        for (const made of [text, next.slice(0, at), next.slice(0, at) + other + next.slice(at + 1)])
          if (
            made !== next &&
            Buffer.from(made, 'base64url').toString('hex') !== Buffer.from(next, 'base64url').toString('hex')
          )
            expect(() => openPlace(made, question, key)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
      }),
    );
  });
});
