import { describe, expect, it } from 'vitest';
import { envelopeText, objectsOfEnvelope } from './envelope.ts';

describe('a page', () => {
  it('has no empty list', () => {
    expect(JSON.parse(envelopeText({ items: '', more: false }, 'objects'))).toEqual({ more: false });
  });

  it('says where to go on when there is more', () => {
    const text = envelopeText({ items: '{"a":1},{"a":1.50}', more: true, next: 'x"y' }, 'objects');
    expect(JSON.parse(text)).toEqual({ more: true, next: 'x"y', objects: [{ a: 1 }, { a: 1.5 }] });
    expect(text).toContain('1.50');
  });

  it('lists versions under their own name', () => {
    expect(JSON.parse(envelopeText({ items: '"v1"', more: false }, 'versions'))).toEqual({
      more: false,
      versions: ['v1'],
    });
  });
});

describe('what is sent', () => {
  it('is an envelope with objects', () => {
    expect(objectsOfEnvelope({ objects: [{ id: 'x' }, 7], x_ours: true })).toEqual({ objects: [{ id: 'x' }, 7] });
  });

  it.each([
    null,
    7,
    'text',
    [],
    [{}],
    {},
    { objects: {} },
    { objects: [] },
    { objects: null },
    { type: 'bundle', objects: [{}] },
  ])('%j is none', (value) => {
    expect(objectsOfEnvelope(value)).toHaveProperty('problem');
  });
});
