import { expect, test } from 'vitest';
import { splitHours } from './hours.ts';

const at = (text: string) => new Date(`2026-01-01T${text}Z`);
const open = { from: undefined, to: undefined };

test.each([
  ['no range', open, open, []],
  ['whole hours', { from: at('01:00'), to: at('03:00') }, { from: at('01:00'), to: at('03:00') }, []],
  [
    'a part at both ends',
    { from: at('01:10'), to: at('03:20') },
    { from: at('02:00'), to: at('03:00') },
    [
      { from: at('01:10'), to: at('02:00') },
      { from: at('03:00'), to: at('03:20') },
    ],
  ],
  [
    'open at the end',
    { from: at('01:10'), to: undefined },
    { from: at('02:00'), to: undefined },
    [{ from: at('01:10'), to: at('02:00') }],
  ],
  ['within one hour', { from: at('01:10'), to: at('01:20') }, undefined, [{ from: at('01:10'), to: at('01:20') }]],
  [
    'over the change of an hour',
    { from: at('01:50'), to: at('02:10') },
    undefined,
    [
      { from: at('01:50'), to: at('02:00') },
      { from: at('02:00'), to: at('02:10') },
    ],
  ],
])('%s', (_, range, whole, rest) => expect(splitHours(range)).toEqual({ whole, rest }));
