import { expect, test } from 'vitest';
import { hashOf, looksLikeSecret, newSecret, prefixOf } from './secret.ts';

test('secrets are recognised, never the same, and not to be had from what is stored', () => {
  const [a, b] = [newSecret(), newSecret()];
  expect(a).not.toBe(b);
  expect(looksLikeSecret(a)).toBe(true);
  expect(a.startsWith(prefixOf(a))).toBe(true);
  expect(prefixOf(a)).toHaveLength(13);
  expect(hashOf(a)).toHaveLength(32);
  expect(hashOf(a)).toEqual(hashOf(a));
});

test.each([
  [''],
  ['tocsin_'],
  [`tocsin_${'a'.repeat(42)}`],
  [`tocsin_${'a'.repeat(44)}`],
  [`other_${'a'.repeat(43)}`],
  [`tocsin_${'!'.repeat(43)}`],
])('%j is none', (text) => expect(looksLikeSecret(text)).toBe(false));
