import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from './json.ts';
import { parseJson } from './parse-json.ts';
import { printJson } from './print-json.ts';
import { sameContent } from './same-content.ts';

function read(text: string): JsonValue {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

const refusalOf = (source: string | Uint8Array): unknown => {
  const parsed = parseJson(source);
  return parsed.ok ? undefined : { reason: parsed.reason, path: parsed.path };
};

describe('numbers', () => {
  test.each([
    '123456789012345678901234567890',
    '-9007199254740993',
    '0.1000000000000000055511151231257827021181583404541015625',
    '1.00000000000000000001',
    '3.141592653589793238462643383279',
  ])('%s keeps its digits', (number) => {
    expect(printJson(read(`{"a":[${number}]}`))).toBe(`{"a":[${number}]}`);
    expect(printJson(read(number))).toBe(number);
  });

  test.each([
    ['1e2', 100],
    ['1.0', 1],
    ['-0.50', -0.5],
    ['9007199254740992', 9007199254740992],
    ['1E400', undefined],
    ['1e-400', undefined],
  ])('%s is %s', (text, number) => {
    if (number === undefined) expect(refusalOf(`[${text}]`)).toEqual({ reason: 'number_range', path: '/0' });
    else expect(read(text)).toBe(number);
  });

  test('a number of endless digits is refused at once', () => {
    const refusal = { reason: 'number_range', path: '/n' };
    for (const digits of ['1'.repeat(1_000_000), `0.${'1'.repeat(1_000_000)}`, `1e${'1'.repeat(1_000_000)}`]) {
      expect(refusalOf(`{"n":${digits}}`)).toEqual(refusal);
      expect(refusalOf(`{"n":"${digits}"}`)).toBeUndefined();
    }
    expect(read(`{"n":1.${'0'.repeat(20_000)}}`)).toEqual({ n: 1 });
  });

  test('any decimal comes back as the same decimal', () => {
    const decimal = fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.stringMatching(/^[1-9]\d{0,30}$/),
        fc.stringMatching(/^(\.\d{1,30})?$/),
        fc.integer({ min: -250, max: 250 }),
      )
      .map(([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction}e${exponent}`);
    fc.assert(
      fc.property(decimal, (text) => {
        const value = read(`{"n":${text}}`);
        expect(sameContent(read(printJson(value)), value)).toBe(true);
        const [mantissa = '', power = '0'] = text.split('e');
        const shifted = `${mantissa.replace('.', '')}e${Number(power) - (mantissa.split('.')[1]?.length ?? 0)}`;
        expect(sameContent(value, read(`{"n":${shifted}}`))).toBe(true);
        expect(
          sameContent(
            value,
            read(`{"n":${mantissa.replace('.', '')}1e${Number(power) - (mantissa.split('.')[1]?.length ?? 0)}}`),
          ),
        ).toBe(false);
      }),
    );
  });
});

describe('texts', () => {
  test('every JSON value comes back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const parsed = parseJson(JSON.stringify(value));
        if (parsed.ok) expect(sameContent(read(printJson(parsed.value)), parsed.value)).toBe(true);
        else expect(['nul', 'surrogate', 'number_range']).toContain(parsed.reason);
      }),
    );
  });

  test('NUL and halves of characters are refused where they stand', () => {
    expect(refusalOf(String.raw`{"a":["x\u0000"]}`)).toEqual({ reason: 'nul', path: '/a/0' });
    expect(refusalOf(String.raw`{"a":{"\ud800":1}}`)).toEqual({ reason: 'surrogate', path: '/a/\ud800' });
    expect(refusalOf(String.raw`{"a":"\udc00\ud800"}`)).toEqual({ reason: 'surrogate', path: '/a' });
    expect(refusalOf('"\ud800"')).toEqual({ reason: 'surrogate', path: '' });
    expect(read(String.raw`"\ud83d\ude00 \\u0000"`)).toBe('\u{1f600} \\u0000');
  });

  test('what is no JSON, no UTF-8 or too deep is refused', () => {
    expect(refusalOf('{"a":}')).toMatchObject({ reason: 'syntax' });
    expect(refusalOf(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ reason: 'encoding' });
    expect(refusalOf('['.repeat(200_000) + ']'.repeat(200_000))).toMatchObject({ reason: 'depth' });
    expect(refusalOf('['.repeat(100) + ']'.repeat(100))).toBeUndefined();
  });

  test('a name that an object has twice is refused: readers differ on which counts', () => {
    const twice = ['{"a":{"b":1,"c":2,"b":3}}', '{"a":1,"\\u0061":2}', '{"tlp" : "red", "x":"\\\\", "tlp"\n:"clear"}'];
    for (const text of twice) expect(refusalOf(text)).toEqual({ reason: 'repeated_name', path: '' });
    expect(refusalOf('[{"a":"x\\":"},{"a":"\\\\"},{"b":["a:","\\":"],"c":{"b":"\\\\\\":"}}]')).toBeUndefined();
    const parsed = parseJson('{"a":{"tlp":1,"tlp":2}}');
    expect(!parsed.ok && parsed.message).toContain('tlp');
  });

  test('a property may be called __proto__', () => {
    const text = '{"__proto__":{"a":1},"constructor":2}';
    expect(printJson(read(text))).toBe(text);
  });
});

describe('sameContent', () => {
  test('neither the order of properties nor the spelling of numbers counts', () => {
    expect(sameContent(read('{"a":1.0,"b":[1e2]}'), read('{"b":[100],"a":1}'))).toBe(true);
  });

  test.each([
    ['{"a":1}', '{"a":1,"b":null}'],
    ['{"a":[1,2]}', '{"a":[2,1]}'],
    ['[1]', '{"0":1}'],
    ['9007199254740993', '9007199254740992'],
    ['"1"', '1'],
    ['null', 'false'],
    ['{"toString":1}', '{"a":1}'],
    ['[null]', '[]'],
  ])('%s is not %s', (a, b) => {
    expect(sameContent(read(a), read(b))).toBe(false);
    expect(sameContent(read(b), read(a))).toBe(false);
  });
});
