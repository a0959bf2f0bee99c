import { expect, test } from 'vitest';
import { nameOf } from './name.ts';

test.each([
  [{ type: 'tool', name: ' Shell ' }, 'Shell'],
  [{ type: 'url', value: 'https://example.org/' }, 'https://example.org/'],
  [{ type: 'indicator', pattern: '[a:b = 1]' }, '[a:b = 1]'],
  [{ type: 'note', content: 'x'.repeat(300) }, `${'x'.repeat(199)}…`],
  [{ type: 'autonomous-system', number: 64496 }, '64496'],
  [{ type: 'file', hashes: { MD5: 'd41d8cd98f00b204e9800998ecf8427e' } }, 'd41d8cd98f00b204e9800998ecf8427e'],
  [{ type: 'network-traffic', protocols: ['ipv4', 'tcp'] }, 'ipv4, tcp'],
  [{ type: 'x-custom', name: 'Own' }, 'Own'],
  [{ type: 'x-custom', id: 'x-custom--1' }, 'x-custom--1'],
  [{ type: 'tool', name: '', id: 'tool--1' }, 'tool--1'],
])('%j is called %s', (object, name) => {
  expect(nameOf(object)).toBe(name);
});
