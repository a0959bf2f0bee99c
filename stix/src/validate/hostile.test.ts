import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, own, put, type JsonObject, type JsonValue } from '../json/json.ts';
import { typeTable } from '../types/type-table.ts';
import { validateBundle } from './validate-bundle.ts';
import { validateObject } from './validate-object.ts';

const uuid = '10000000-0000-4000-8000-000000000001';
const url = { type: 'url', id: `url--${uuid}`, value: 'https://example.org/' };

/** Some JSON value, nested as deeply as it says. */
function nested(depth: number): JsonValue {
  let value: JsonValue = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

describe('hostile input', () => {
  test('whatever the value, an answer comes and nothing is thrown', () => {
    const types = fc.constantFrom(...typeTable.keys(), 'x-custom', 'bundle');
    const keys = [...typeTable.values()].flatMap((entry) => Object.keys({ ...entry.required, ...entry.optional }));
    const properties = fc.dictionary(
      fc.constantFrom(...keys, 'extensions', 'granular_markings', 'id', '__proto__'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(types, properties, (type, rest) => {
        const object: Record<string, JsonValue> = { type };
        for (const [key, value] of Object.entries(rest)) put(object, key, value as JsonValue);
        const problems = validateObject(object);
        expect(problems.length).toBeLessThanOrEqual(100);
        expect(problems.every(({ path }) => path === '' || path.startsWith('/'))).toBe(true);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(
          Array.isArray(validateObject(value as JsonValue)) && Array.isArray(validateBundle(value as JsonValue)),
        ).toBe(true);
      }),
    );
  });

  test('depth and size end the validation', () => {
    expect(validateObject({ ...url, x_deep: nested(63) })).toEqual([]);
    expect(validateObject({ ...url, x_deep: nested(100_000) })).toMatchObject([{ rule: 'depth', path: '' }]);
    expect(validateObject({ ...url, x_deep: nested(8) }, { maxDepth: 5 })).toMatchObject([{ rule: 'depth' }]);
    const wide = { ...url, x_wide: Array.from({ length: 100 }, () => 1) };
    expect(validateObject(wide, { maxValues: 100 })).toMatchObject([{ rule: 'size' }]);
    expect(validateObject(wide, { maxValues: 105 })).toEqual([]);
  });

  test('no more problems than wanted', () => {
    const many = { ...url, granular_markings: Array.from({ length: 5_000 }, () => 7) };
    expect(validateObject(many).length).toBe(100);
    expect(validateObject(many, { maxProblems: 3 }).length).toBe(3);
  });

  // Under a backtracking expression any of these takes longer than this process lives; under ours none is felt.
  test.each<[string, JsonObject]>([
    ['type', { ...url, type: `${'x'.repeat(60)}!` }],
    ['long type', { ...url, type: `${'x'.repeat(1_000_000)}!` }],
    ['id', { ...url, id: `${'url-'.repeat(500_000)}${uuid}` }],
    [
      'extension key',
      { ...url, extensions: { [`${'a'.repeat(60)}!`]: { a: 1 }, [`${'a-'.repeat(200_000)}ext!`]: { a: 1 } } },
    ],
    ['URL', { ...url, value: `a:${'%'.repeat(500_000)}` }],
    ['base64', { type: 'artifact', id: `artifact--${uuid}`, payload_bin: `${'A'.repeat(4_000_000)}=` }],
    [
      'hash',
      { type: 'file', id: `file--${uuid}`, hashes: { MD5: 'a'.repeat(1_000_000), SSDEEP: ':'.repeat(1_000_000) } },
    ],
    [
      'language',
      {
        type: 'software',
        id: `software--${uuid}`,
        name: 'x',
        languages: ['a-'.repeat(500_000), 'aa-bbbbb'.repeat(30)],
      },
    ],
    ['CPE', { type: 'software', id: `software--${uuid}`, name: 'x', cpe: `cpe:2.3:a${':a\\'.repeat(300_000)}` }],
    ['domain', { type: 'domain-name', id: `domain-name--${uuid}`, value: 'a.'.repeat(500_000) }],
    ['mail address', { type: 'email-addr', id: `email-addr--${uuid}`, value: '@'.repeat(500_000) }],
    ['address', { type: 'ipv6-addr', id: `ipv6-addr--${uuid}`, value: ':'.repeat(500_000) }],
    ['media type', { type: 'artifact', id: `artifact--${uuid}`, payload_bin: '', mime_type: 'a'.repeat(1_000_000) }],
    [
      'selector',
      { ...url, granular_markings: [{ lang: 'de', selectors: ['a.'.repeat(300_000), '[1]'.repeat(300_000)] }] },
    ],
    [
      'timestamp',
      { type: 'process', id: `process--${uuid}`, created_time: `2026-01-05T08:00:00.${'1'.repeat(1_000_000)}` },
    ],
    ['property name', { ...url, [`${'a'.repeat(1_000_000)}!`]: 1 }],
  ])('a hostile %s is refused', (_, object) => {
    const problems = validateObject(object);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ message }) => message.length < 300)).toBe(true);
  });

  test('what an object only inherits it does not have', () => {
    expect(validateObject({ ...url, type: 'constructor', id: `constructor--${uuid}` })).toEqual([]);
    const bare = JSON.parse(`{"__proto__":${JSON.stringify(url)}}`) as JsonObject;
    expect(isObject(bare) && own(bare, 'type')).toBeUndefined();
    expect(validateObject(bare)).toMatchObject([{ rule: 'required', path: '/type' }]);
  });
});

describe('versions of the specification', () => {
  const old = {
    type: 'malware',
    id: `malware--${uuid}`,
    name: 'Old',
    labels: ['trojan'],
    created: '2018-01-01T00:00:00.000Z',
    modified: '2018-01-01T00:00:00.000Z',
  };

  test('2.0 is accepted where asked for', () => {
    expect(validateObject(old).map(({ path }) => path)).toEqual(['/spec_version', '/is_family']);
    expect(validateObject(old, { acceptVersion20: true })).toEqual([]);
    expect(validateObject({ ...old, spec_version: '2.0' }, { acceptVersion20: true })).toEqual([]);
    expect(validateObject({ ...old, spec_version: '2.1' }, { acceptVersion20: true })).toMatchObject([
      { path: '/is_family' },
    ]);
  });

  test('and judged none the less', () => {
    expect(validateObject({ ...old, name: 7 }, { acceptVersion20: true })).toMatchObject([
      { rule: 'type', path: '/name' },
    ]);
    const indicator = { ...old, type: 'indicator', id: `indicator--${uuid}`, pattern: '[', valid_from: old.created };
    expect(validateObject(indicator, { acceptVersion20: true })).toMatchObject([{ path: '/pattern' }]);
  });
});
