import { expect, test } from 'vitest';
import { referencesIn, textOf } from './references.ts';

const id = (type: string, n = 1): string => `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

test('every object that one names, each once, without its markings', () => {
  const report = {
    id: id('report'),
    created_by_ref: id('identity'),
    object_refs: [id('indicator'), id('indicator'), id('malware'), 'no id'],
    object_marking_refs: [id('marking-definition')],
    granular_markings: [{ marking_ref: id('marking-definition'), selectors: ['name'] }],
    extensions: { deep: { source_ref: id('tool') } },
  };
  expect(referencesIn(report)).toEqual([
    { property: 'created_by_ref', id: id('identity') },
    { property: 'object_refs', id: id('indicator') },
    { property: 'object_refs', id: id('malware') },
    { property: 'source_ref', id: id('tool') },
  ]);
});

test('hostile shapes end', () => {
  let nested: unknown = { a_ref: id('tool') };
  for (let depth = 0; depth < 1000; depth++) nested = { x: nested };
  expect(referencesIn(nested)).toEqual([]);
  expect(referencesIn(null)).toEqual([]);
  expect(textOf(JSON.parse('{"__proto__":{"name":"x"}}'), 'name')).toBeUndefined();
});
