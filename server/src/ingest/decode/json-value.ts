/** How deep values may nest. */
export const MAX_DEPTH = 100;

export type JsonCheck = 'fine' | 'unsafe' | 'deep';

/** Whether a parsed value nests too deep, or holds numbers that lost digits on the way. */
export function checkJson(value: unknown, depth = 0): JsonCheck {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)) ? 'fine' : 'unsafe';
  if (typeof value !== 'object' || value === null) return 'fine';
  if (depth >= MAX_DEPTH) return 'deep';
  let worst: JsonCheck = 'fine';
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const item = fields[name];
    if (typeof item === 'string') continue;
    const found = checkJson(item, depth + 1);
    if (found === 'deep') return 'deep';
    if (found === 'unsafe') worst = 'unsafe';
  }
  return worst;
}

/** Parses with numbers that a double cannot hold kept as their text. */
export function parseExactly(text: string): unknown {
  const keep = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && checkJson(value) === 'unsafe' ? (context?.source ?? value) : value;
  return JSON.parse(text, keep);
}

/** Whether a value says nothing: null, '', [] or {}. */
export function isEmptyJson(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** JSON with keys sorted and lone surrogates replaced: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  const record = value as Record<string, unknown>;
  return `{${keys.map((key) => `${quoted(key)}:${canonicalJson(record[key])}`).join(',')}}`;
}

const UNUSUAL = /["\\\x00-\x1f\ud800-\udfff]/;

/** A text as JSON. */
export function quoted(text: string): string {
  return UNUSUAL.test(text) ? JSON.stringify(text.toWellFormed()) : `"${text}"`;
}
