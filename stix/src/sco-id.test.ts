import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './json/parse-json.ts';
import type { JsonObject } from './json/json.ts';
import { scoId } from './sco-id.ts';
import { typeOfId } from './uuid.ts';

/** UUIDv5 by Node's own SHA-1 over a text written by hand. */
function expected(type: string, canonical: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex'))
    .update(canonical)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${type}--${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

describe('scoId', () => {
  test.each<[JsonObject, string]>([
    [{ type: 'ipv4-addr', value: '198.51.100.3' }, '{"value":"198.51.100.3"}'],
    [{ type: 'autonomous-system', number: 64496, name: 'not contributing' }, '{"number":64496}'],
    [{ type: 'software', version: '1', name: 'Word', swid: 's' }, '{"name":"Word","swid":"s","version":"1"}'],
    [
      { type: 'file', hashes: { 'SHA-256': 'b', MD5: md5, 'SHA-1': 'a' }, size: 5, name: 'é' },
      `{"hashes":{"MD5":"${md5}"},"name":"é"}`,
    ],
    [{ type: 'file', hashes: { 'SHA-512': 'b', 'SHA-256': 'c' } }, '{"hashes":{"SHA-256":"c"}}'],
    [{ type: 'file', hashes: { TLSH: 'b', SSDEEP: 'c' } }, '{"hashes":{"SSDEEP":"c"}}'],
    [
      { type: 'windows-registry-key', values: [{ name: 'b', data: 'a' }], key: 'K' },
      '{"key":"K","values":[{"data":"a","name":"b"}]}',
    ],
    [{ type: 'network-traffic', src_port: 1e21, protocols: ['tcp'] }, '{"protocols":["tcp"],"src_port":1e+21}'],
  ])('%j', (object, canonical) => {
    expect(scoId(object)).toBe(expected(object.type as string, canonical));
  });

  // Made by Python's uuid.uuid5.
  test.each([
    ['ipv4-addr', '198.51.100.3', '28bb3599-77cd-5a82-a950-b5bc3caf07c4'],
    ['ipv6-addr', '2001:0db8:85a3:0000:0000:8a2e:0370:7334', '85a85a8c-ee99-5722-946d-3c3a3270fc6f'],
    ['url', 'https://example.com/research/index.html', '47c3cf9a-5027-5bf0-997a-017c7edc7c55'],
  ])('%s %s', (type, value, uuid) => {
    expect(scoId({ type, value })).toBe(`${type}--${uuid}`);
  });

  test('the order of properties and what does not contribute make no difference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (vendor, name) => {
        const id = scoId({ type: 'software', name, vendor });
        expect(scoId({ vendor, languages: ['en'], name, type: 'software' })).toBe(id);
        expect(typeOfId(id ?? '')).toBe('software');
      }),
    );
  });

  test('where nothing contributes the identifier is random', () => {
    expect(scoId({ type: 'process', pid: 1 })).toBeUndefined();
    expect(scoId({ type: 'file', size: 1 })).toBeUndefined();
    expect(scoId({ type: 'tool', name: 'x' })).toBeUndefined();
    expect(scoId({ type: 'url', value: '\ud800' })).toBeUndefined();
  });

  test('numbers contribute as doubles, as RFC 8785 has them', () => {
    const parsed = parseJson('{"type":"autonomous-system","number":12345678901234567890123}');
    if (!parsed.ok) throw new Error(parsed.message);
    expect(scoId(parsed.value as JsonObject)).toBe(expected('autonomous-system', '{"number":1.2345678901234568e+22}'));
  });
});
