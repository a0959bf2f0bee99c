import { expect, test } from 'vitest';
import { createHasher } from './hash.ts';
import { weakness } from './strength.ts';

const hasher = createHasher();

test('a hash says how it was made, holds for its password alone, and is never made twice', async () => {
  const hash = await hasher.hash('brass over the harbour');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hasher.verify('brass over the harbour', hash)).toBe(true);
  expect(await hasher.verify('brass over the harbor', hash)).toBe(false);
  expect(await hasher.hash('brass over the harbour')).not.toBe(hash);
  expect(hasher.outdated(hash)).toBe(false);
  expect(hasher.outdated(hash.replace('t=2', 't=1'))).toBe(true);
});

test('every keyboard makes the same password: composed or not', async () => {
  const hash = await hasher.hash('Wrocław caf\u00e9 dzwon');
  expect(await hasher.verify('Wrocław cafe\u0301 dzwon', hash)).toBe(true);
});

test('without an account nothing is right, not even what the empty key would be', async () => {
  expect(await hasher.verify('', undefined)).toBe(false);
  await expect(hasher.verify('x', 'md5')).rejects.toThrow('cannot be read');
});

test('a few at once, a few wait, the rest is told to come again', async () => {
  const narrow = createHasher({ atOnce: 1, waiting: 2 });
  const tries = Array.from({ length: 5 }, () => narrow.verify('x', undefined));
  const settled = await Promise.allSettled(tries);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(await narrow.verify('x', undefined)).toBe(false);
});

const known = ['Kaja Kell', 'kaja.kell@example.org', 'csirt-ee'];
test.each([
  ['short', 'It has fewer than 12 characters.'],
  ['aaaaaaaaaaaabbb', 'It has fewer than six different characters.'],
  ['abcdefabcdefabcdef', 'It repeats itself.'],
  ['kaja.kell-2026!', 'It is made of your name, address or organisation.'],
  ['brass over the harbour', undefined],
  ['kaja brass over harbour', undefined],
])('%s: %s', (password, reason) => {
  expect(weakness(password, known)).toBe(reason);
});
