import type { JsonValue } from './json.ts';

/** A value as JSON text without spaces; numbers that no double holds print as they were read. */
export function printJson(value: JsonValue): string {
  return JSON.stringify(value);
}
