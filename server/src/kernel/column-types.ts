import pg from 'pg';

const { INT8, DATE } = pg.types.builtins;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;

/** A bigint as a number; throws beyond 2^53, where a number would silently become another one. */
export function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`bigint ${text} does not fit a JavaScript number: cast it to text in the query`);
  return value;
}

/** `{1,NULL,3}` as an array; for element types whose text needs no quotes. */
function parseArray<T>(text: string, element: (text: string) => T): (T | null)[] {
  const inside = text.slice(1, -1);
  return inside === '' ? [] : inside.split(',').map((item) => (item === 'NULL' ? null : element(item)));
}

const own = new Map<number, (text: string) => unknown>([
  [INT8, parseBigint],
  [INT8_ARRAY, (text) => parseArray(text, parseBigint)],
  // A date has no zone: as a Date it would become another day somewhere.
  [DATE, (text) => text],
  [DATE_ARRAY, (text) => parseArray(text, String)],
]);

/** pg's own parsers; its types want an enum of ids where any id will do. */
const others = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (text: string) => unknown;

/**
 * How columns become JavaScript values: int8 and count() a number, timestamptz a Date, date 'YYYY-MM-DD', json and jsonb
 * parsed; inet, cidr, numeric and all else text.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : own.get(oid)) ?? others(oid, format)) as typeof pg.types.getTypeParser,
};
