import { expect, test } from 'vitest';
import { secureAddress } from './redirect.ts';

const config = { host: '127.0.0.1', tlsRedirectPort: 80, publicUrl: undefined, drill: false };

test.each([
  ['tocsin.example.org', '/a?b=c', 'https://tocsin.example.org:8443/a?b=c'],
  ['tocsin.example.org:80', '/', 'https://tocsin.example.org:8443/'],
  ['[2001:db8::1]:80', '/', 'https://[2001:db8::1]:8443/'],
  ['', '/', undefined],
  ['tocsin.example.org', 'http://example.net/', undefined],
  ['a b', '/', undefined],
])('%s%s goes to %s', (host, path, expected) => {
  expect(secureAddress(config, 8443, host, path)).toBe(expected);
});

test('with a public address it is that one, whatever its port', () => {
  const known = { ...config, publicUrl: 'https://tocsin.example.org:9443/' };
  expect(secureAddress(known, 8443, 'tocsin.example.org', '/x')).toBe('https://tocsin.example.org:9443/x');
  expect(secureAddress(known, 8443, 'example.net', '/x')).toBeUndefined();
});
