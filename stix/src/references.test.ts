import { expect, test } from 'vitest';
import { markingRefs, referencesOf } from './references.ts';

const id = (type: string, n = 1): string => `${type}--10000000-0000-4000-8000-00000000000${n}`;

test('references are named by their property, wherever they stand', () => {
  const object = {
    type: 'email-message',
    id: id('email-message'),
    from_ref: id('email-addr'),
    to_refs: [id('email-addr', 2), 'nobody', 7],
    body_multipart: [{ body_raw_ref: id('artifact') }],
    x_example_seen_refs: [id('x-thing')],
    x_ref: 'https://example.org/',
    extensions: { 'x-ext': { image_ref: id('file') } },
  };
  expect(referencesOf(object)).toEqual([
    { property: 'from_ref', id: id('email-addr') },
    { property: 'to_refs', id: id('email-addr', 2) },
    { property: 'body_multipart.body_raw_ref', id: id('artifact') },
    { property: 'x_example_seen_refs', id: id('x-thing') },
    { property: 'extensions.x-ext.image_ref', id: id('file') },
  ]);
});

test('markings of the whole and of parts, each once', () => {
  const [a, b] = [id('marking-definition'), id('marking-definition', 2)];
  const granular = [
    { marking_ref: b, selectors: ['name'] },
    { lang: 'de', selectors: ['name'] },
    { marking_ref: a, selectors: [] },
  ];
  expect(markingRefs({ object_marking_refs: [a], granular_markings: granular })).toEqual([a, b]);
  expect(markingRefs({ type: 'url' })).toEqual([]);
});
