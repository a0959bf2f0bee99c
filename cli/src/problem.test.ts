import { describe, expect, test } from 'vitest';
import { ApiError } from '@tocsin/api';
import { describeError, UsageError } from './problem.ts';

const refusal = (more: object) =>
  new ApiError({ type: '/errors/x', title: 'It does not fit', status: 400, code: 'validation_failed', ...more });

describe('a refusal', () => {
  test('says what, the code and the request', () =>
    expect(describeError(refusal({ detail: 'body /value: wrong', instance: 'r1' }))).toBe(
      'It does not fit: body /value: wrong\n(validation_failed, request r1)',
    ));

  test('lists its problems when there are several', () => {
    const problems = [
      { pointer: '/value', problem: 'wrong' },
      { pointer: '', problem: 'more' },
    ];
    expect(describeError(refusal({ problems }))).toBe('It does not fit.\n  /value: wrong\n  more\n(validation_failed)');
  });
});

test('a mistake at the command line is told in one line; any other error with its stack', () => {
  expect(describeError(new UsageError('x cannot be read'))).toBe('x cannot be read');
  expect(describeError(new Error('odd'))).toMatch(/^Error: odd\n\s+at /);
});
