import { expect, test } from 'vitest';
import { networksOf } from './networks.ts';

test('addresses stay, prefixes lose the bits behind them', () => {
  expect(networksOf(['192.0.2.7', '192.0.2.7/24', '2001:DB8::1/32', '2001:db8::1'])).toEqual([
    '192.0.2.7',
    '192.0.2.0/24',
    '2001:db8::/32',
    '2001:db8::1',
  ]);
});

test.each([['example.org'], ['192.0.2.0/33'], ['']])('%j is refused, with its place', (text) => {
  const problems = [{ in: 'body', pointer: '/addresses/1', problem: 'is neither an address nor a prefix' }];
  expect(() => networksOf(['192.0.2.1', text])).toThrow(
    expect.objectContaining({ code: 'validation_failed', extra: { problems } }),
  );
});
