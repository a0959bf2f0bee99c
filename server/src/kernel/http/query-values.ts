import type { TSchema } from 'typebox';

/** The parts of a JSON Schema that decide how a text is read. */
interface Shape {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** Every member that an object schema names, through `allOf`. */
export function namedMembers(schema: TSchema): Readonly<Record<string, Shape>> {
  const shape: Shape = schema;
  return Object.assign({}, shape.properties, ...(shape.allOf ?? []).map(namedMembers)) as Record<string, Shape>;
}

/**
 * Query values or path parameters, which arrive as text, in the types that the schema asks for. What does not read
 * cleanly stays text, so that the check that follows names it: `1.5` never becomes the integer 1.
 */
export function readValues(
  members: Readonly<Record<string, Shape>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const shape = Object.hasOwn(members, name) ? members[name] : undefined;
      return [name, shape === undefined ? value : read(shape, value)];
    }),
  );
}

function read(shape: Shape, value: unknown): unknown {
  if (shape.type === 'array')
    return (Array.isArray(value) ? value : [value]).map((item: unknown) =>
      shape.items ? read(shape.items, item) : item,
    );
  if (typeof value !== 'string') return value;
  if (shape.anyOf) return shape.anyOf.map((one) => read(one, value)).find((result) => result !== value) ?? value;
  if (shape.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (shape.type === 'integer' || shape.type === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return value;
}
