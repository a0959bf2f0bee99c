import { expect, test } from 'vitest';
import { neighbour } from './neighbours.ts';

const places = [
  { code: 'DE', x: 376, y: 492 },
  { code: 'PL', x: 496, y: 468 },
  { code: 'DK', x: 367, y: 383 },
  { code: 'FR', x: 255, y: 573 },
  { code: 'AT', x: 427, y: 567 },
];
const [germany] = places;

test.each([
  ['ArrowRight', 'PL'],
  ['ArrowUp', 'DK'],
  ['ArrowLeft', 'FR'],
  ['ArrowDown', 'AT'],
])('from Germany %s leads to %s', (key, code) => {
  expect(neighbour(places, germany!, key)?.code).toBe(code);
});

test('the edge leads nowhere, and neither do other keys', () => {
  expect(neighbour(places, places[2]!, 'ArrowUp')).toBeUndefined();
  expect(neighbour(places, germany!, 'a')).toBeUndefined();
});
