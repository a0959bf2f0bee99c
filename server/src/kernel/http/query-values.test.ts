import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { namedMembers, readValues } from './query-values.ts';

const schema = Type.Intersect([
  Type.Object({ limit: Type.Optional(Type.Integer()), ratio: Type.Optional(Type.Number()) }),
  Type.Object({
    open: Type.Optional(Type.Boolean()),
    name: Type.Optional(Type.String()),
    port: Type.Optional(Type.Union([Type.Integer(), Type.Literal('any')])),
    ports: Type.Optional(Type.Array(Type.Integer())),
  }),
]);

const read = (given: Record<string, unknown>) => readValues(namedMembers(schema), given);

test.each<[Record<string, unknown>, Record<string, unknown>]>([
  [{ limit: '12' }, { limit: 12 }],
  [{ limit: '-12' }, { limit: -12 }],
  [{ ratio: '1.5' }, { ratio: 1.5 }],
  [{ open: 'true' }, { open: true }],
  [{ open: 'false' }, { open: false }],
  [{ name: '12' }, { name: '12' }],
  [{ port: '53' }, { port: 53 }],
  [{ port: 'any' }, { port: 'any' }],
  [{ ports: '53' }, { ports: [53] }],
  [{ ports: ['53', '80'] }, { ports: [53, 80] }],
])('%o is read as %o', (given, expected) => expect(read(given)).toEqual(expected));

test.each([
  { limit: '12a' },
  { limit: '' },
  { limit: '0x10' },
  { limit: ' 1' },
  { limit: '1e3' },
  { open: '1' },
  { other: '5' },
])('%o stays as it came, for the check to refuse', (given) => expect(read(given)).toEqual(given));
