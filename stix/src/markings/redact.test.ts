import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../json/json.ts';
import { validateObject } from '../validate/validate-object.ts';
import { redact } from './redact.ts';

const id = (n: number): string => `marking-definition--10000000-0000-4000-8000-00000000000${n}`;
const campaign = (more: JsonObject): JsonObject => ({
  type: 'campaign',
  spec_version: '2.1',
  id: 'campaign--10000000-0000-4000-8000-000000000001',
  created: '2026-01-05T08:00:00.000Z',
  modified: '2026-01-05T08:00:00.000Z',
  name: 'Parcel',
  description: 'Secret',
  aliases: ['A', 'B', 'C'],
  external_references: [{ source_name: 'x', description: 'y', url: 'https://example.org/' }],
  ...more,
});
const marking = (n: number, ...selectors: string[]): JsonObject => ({ marking_ref: id(n), selectors });
const allow =
  (...allowed: number[]) =>
  (ref: string): boolean =>
    allowed.some((n) => id(n) === ref);

test('what nobody refuses stays as it is', () => {
  const object = campaign({ granular_markings: [marking(1, 'description')] });
  expect(redact(object, allow(1))).toEqual({ object, removed: [] });
});

test('refused parts go, and selectors follow what moved', () => {
  const object = campaign({
    granular_markings: [
      marking(1, 'description', 'aliases.[0]'),
      marking(2, 'aliases.[0]', 'aliases.[2]', 'name'),
      { lang: 'de', selectors: ['aliases.[1]', 'description'] },
    ],
  });
  const { description: _, ...rest } = object;
  expect(redact(object, allow(2))).toEqual({
    object: {
      ...rest,
      aliases: ['B', 'C'],
      granular_markings: [marking(2, 'aliases.[1]', 'name'), { lang: 'de', selectors: ['aliases.[0]'] }],
    },
    removed: ['description', 'aliases.[0]'],
  });
});

test('a list that loses everything goes, and its markings with it', () => {
  const object = campaign({
    granular_markings: [
      marking(1, 'aliases.[0]', 'aliases.[1]', 'aliases.[2]'),
      { lang: 'de', selectors: ['aliases'] },
    ],
  });
  const { aliases: _, granular_markings: __, ...rest } = object;
  expect(redact(object, allow())).toMatchObject({ object: rest });
  expect(redact(object, allow()).object).not.toHaveProperty('granular_markings');
});

test('parts of parts go alone', () => {
  const object = campaign({ granular_markings: [marking(1, 'external_references.[0].url')] });
  expect(redact(object, allow()).object?.external_references).toEqual([{ source_name: 'x', description: 'y' }]);
});

test('nothing remains where the whole is refused, or without what is required', () => {
  expect(redact(campaign({ object_marking_refs: [id(1)] }), allow())).toMatchObject({
    object: undefined,
    withheld: 'marked',
  });
  expect(redact(campaign({ granular_markings: [marking(1, 'name')] }), allow())).toMatchObject({
    withheld: 'required',
  });
  const noSource = campaign({ granular_markings: [marking(1, 'external_references.[0].source_name')] });
  expect(redact(noSource, allow())).toMatchObject({ object: undefined, withheld: 'required' });
});

test('selectors follow in long lists too', () => {
  const aliases = Array.from({ length: 20_000 }, (_, index) => `A${index}`);
  const every = (n: number, rest: number): JsonObject =>
    marking(n, ...aliases.flatMap((_, index) => (index % 2 === rest ? [`aliases.[${index}]`] : [])));
  const result = redact(campaign({ aliases, granular_markings: [every(1, 0), every(2, 1)] }), allow(2));
  const selectors = aliases.slice(0, 10_000).map((_, index) => `aliases.[${index}]`);
  expect(result.object?.granular_markings).toEqual([{ marking_ref: id(2), selectors }]);
});

test('what was wrong before does not make up for what is wrong now', () => {
  const object = campaign({ objective: 7, granular_markings: [marking(1, 'objective', 'name')] });
  expect(redact(object, allow())).toMatchObject({ object: undefined, withheld: 'required' });
  const harmless = campaign({ objective: 7, granular_markings: [marking(1, 'description')] });
  expect(redact(harmless, allow())).toMatchObject({ removed: ['description'], object: { objective: 7 } });
});

test('what remains is valid and holds nothing that was refused', () => {
  const selectors = [
    'description',
    'aliases',
    'aliases.[0]',
    'aliases.[1]',
    'aliases.[2]',
    'name',
    'external_references.[0].url',
  ];
  const some = fc.subarray(selectors, { minLength: 1 });
  fc.assert(
    fc.property(some, some, some, (first, second, third) => {
      const object = campaign({
        granular_markings: [marking(1, ...first), marking(2, ...second), { lang: 'de', selectors: third }],
      });
      const result = redact(object, allow(2));
      if (result.object === undefined) {
        expect(first).toContain('name');
        return;
      }
      expect(validateObject(result.object)).toEqual([]);
      expect(JSON.stringify(result.object)).not.toContain(id(1));
      const aliases = ['A', 'B', 'C'].filter(
        (_, index) => !first.includes('aliases') && !first.includes(`aliases.[${index}]`),
      );
      expect(result.object.aliases ?? []).toEqual(aliases);
      expect('description' in result.object).toBe(!first.includes('description'));
    }),
  );
});
