import {
  isObject,
  parseJson,
  printJson,
  validateObject,
  type JsonObject,
  type JsonValue,
  type Problem,
} from '@tocsin/stix';
import type { NewObject } from '../objects/outcome.ts';

/** One item of what is imported: an object, or why it is none. `raw` is what it was read from, so that nothing is lost. */
export interface ReadItem {
  readonly id: string | null;
  readonly object?: NewObject;
  readonly problems: readonly Problem[];
  readonly raw: string;
}

/** A text, or what makes it: it is made only where it must be kept. */
type Source = string | (() => string);
const textOf = (source: Source): string => (typeof source === 'string' ? source : source());

/** A refusal that is no rule of STIX. */
export function refused(source: Source, path: string, rule: string, message: string): ReadItem {
  return { id: null, problems: [{ path, rule, section: '', message }], raw: textOf(source) };
}

/** An object with its text, judged. What is refused keeps `source`, the text that it came from, where that is another. */
export function readItem(value: JsonValue, body: string, source?: Source): ReadItem {
  const problems = validateObject(value);
  const id = isObject(value) && typeof value['id'] === 'string' ? value['id'] : null;
  if (problems.length > 0 || !isObject(value))
    return { id, problems, raw: source === undefined ? body : textOf(source) };
  return { id, object: { value, body }, problems: [], raw: '' };
}

/** An object that we made of something else. */
export function madeItem(made: JsonObject, source: Source): ReadItem {
  const body = printJson(made);
  const read = parseJson(body);
  return read.ok ? readItem(read.value, body, source) : refused(source, read.path, read.reason, read.message);
}
