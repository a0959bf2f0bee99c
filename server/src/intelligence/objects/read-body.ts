import { isObject, objectsOf, parseJson, printJson, validateObject, type JsonValue, type Problem } from '@tocsin/stix';
import { AppError } from '#kernel/errors.ts';
import type { NewObject } from './outcome.ts';

/** An item of a body that was sent: an object to store, or why it is none. */
export type Sent =
  | { readonly ok: true; readonly object: NewObject }
  | { readonly ok: false; readonly id: string | null; readonly problems: readonly Problem[] };

/**
 * The items of a body: of NDJSON each line, else those of a bundle, an envelope, a list, or one object. One bad item spoils no
 * other. Throws `bad_request` where the body as a whole is none of these.
 */
export function readObjects(text: string, ndjson: boolean): Sent[] {
  if (ndjson)
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => readItem(line.trim()));
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError('bad_request', { detail: parsed.message });
  const objects = objectsOf(parsed.value);
  if (objects === undefined)
    throw new AppError('bad_request', { detail: 'This is no STIX object, bundle or envelope.' });
  // An object alone keeps its text; those within others are printed again, with nothing lost.
  return objects[0] === parsed.value
    ? [check(parsed.value, text.trim())]
    : objects.map((value) => check(value, printJson(value)));
}

function readItem(line: string): Sent {
  const parsed = parseJson(line);
  if (parsed.ok) return check(parsed.value, line);
  const { path, reason: rule, message } = parsed;
  return { ok: false, id: null, problems: [{ path, rule, section: '3', message }] };
}

function check(value: JsonValue, body: string): Sent {
  const problems = validateObject(value);
  if (problems.length === 0 && isObject(value)) return { ok: true, object: { value, body } };
  const id = isObject(value) && typeof value['id'] === 'string' ? value['id'] : null;
  return { ok: false, id, problems };
}
