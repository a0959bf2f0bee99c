import type { TSchema } from 'typebox';

interface ObjectSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, object>>;
  readonly patternProperties?: unknown;
  readonly additionalProperties?: unknown;
  readonly items?: object;
  readonly anyOf?: readonly object[];
}

/**
 * The schema with every object closed that does not say itself what else it may hold: a misspelt member is refused, not
 * ignored. Intersections stay as written.
 */
export function closed(schema: ObjectSchema): TSchema {
  const { type, properties, patternProperties, additionalProperties, items, anyOf } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, closed(member)])),
    }),
    ...(items && { items: closed(items) }),
    ...(anyOf && { anyOf: anyOf.map(closed) }),
    ...(type === 'object' &&
      properties &&
      patternProperties === undefined &&
      additionalProperties === undefined && { additionalProperties: false }),
  };
}
