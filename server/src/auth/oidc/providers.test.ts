import { expect, test } from 'vitest';
import { safeNext } from './next.ts';
import { readProviders } from './providers.ts';

const entry = {
  id: 'state',
  name: 'State login',
  issuer: 'https://login.example.org',
  clientId: 'tocsin',
  clientSecret: 'between us',
};

test('the file of providers is read as it is meant, or refused with the place and never a secret', () => {
  expect(readProviders(JSON.stringify([entry]), 'f')).toEqual([entry]);
  expect(() => readProviders('[', 'f')).toThrow('f: is not JSON.');
  expect(() => readProviders(JSON.stringify([entry, entry]), 'f')).toThrow('two providers state');
  for (const wrong of [{ ...entry, issuer: 'login' }, { ...entry, secret: 'x' }, { ...entry, clientSecret: 7 }, {}]) {
    expect(() => readProviders(JSON.stringify([wrong]), 'f')).toThrow(/^f: \/0/);
    expect(() => readProviders(JSON.stringify([wrong]), 'f')).not.toThrow('between us');
  }
});

test.each([
  ['/events?a=b', '/events?a=b'],
  [undefined, '/'],
  ['//example.net', '/'],
  ['/\\example.net', '/'],
  ['https://example.net', '/'],
  ['/a\r\nb', '/'],
])('after a sign-in one is led from %s to %s', (given, expected) => {
  expect(safeNext(given)).toBe(expected);
});
