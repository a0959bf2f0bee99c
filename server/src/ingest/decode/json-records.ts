import { emptyGiven, type Given } from '../given.ts';
import type { RefusalReason } from '../refusal-reasons.ts';
import type { Flat, JsonObject, JsonShape } from './feed.ts';
import { createJsonRows } from './json-row.ts';
import { checkJson, parseExactly } from './json-value.ts';

/** Where the text of objects goes that wait for others. */
interface Held {
  object: JsonObject;
  line: number;
}

export interface RecordSink {
  record(given: Given, line: number): void;
  refuse(reason: RefusalReason, detail: string, line: number): void;
  /** Called before an outcome that rests on these objects. */
  composed(objects: readonly JsonObject[]): void;
}

export interface JsonRecords {
  /** One JSON text that was found in the body. */
  take(text: string, line: number): void;
  /** No more will come: what waited for other objects is told. */
  end(): void;
}

/** So much text may wait for what it refers to; then what came is resolved without what follows. */
const HELD_CHARACTERS = 64 * 1024 * 1024;

/** Turns JSON texts into records, or refusals. */
export function createJsonRecords(shape: JsonShape, maxColumns: number, sink: RecordSink): JsonRecords {
  const rows = createJsonRows(shape.mapping);
  const given = emptyGiven();
  let held: Held[] = [];
  let heldCharacters = 0;

  function tell(flat: Flat, mayHoldNul: boolean, line: number): void {
    if (flat.names.length > maxColumns)
      return sink.refuse('too_many_columns', `${flat.names.length} keys; at most ${maxColumns}`, line);
    const duplicate = rows.read(flat, given);
    if (duplicate !== undefined) return sink.refuse('duplicate_name', duplicate.slice(0, 200).toWellFormed(), line);
    const field = mayHoldNul ? fieldWithNul(given) : undefined;
    if (field !== undefined) return sink.refuse('nul_byte', field, line);
    sink.record(given, line);
  }

  function resolveHeld(): void {
    const objects = held;
    held = [];
    heldCharacters = 0;
    for (const { at, outcome, parts } of shape.resolve?.(objects.map((one) => one.object)) ?? []) {
      const line = objects[at]?.line ?? 1;
      sink.composed(parts.flatMap((part) => [objects[part]?.object ?? {}]));
      if ('refuse' in outcome) sink.refuse(outcome.refuse, outcome.detail, line);
      else tell(outcome, true, line);
    }
  }

  return {
    take(text, line) {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        const detail = text.includes('\0') ? 'a character 0' : shortened(error);
        return sink.refuse(text.includes('\0') ? 'nul_byte' : 'not_json', detail, line);
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return sink.refuse(
          'not_an_object',
          Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`,
          line,
        );
      }
      const check = checkJson(value);
      if (check === 'deep') return sink.refuse('too_deep', '', line);
      const object = (check === 'unsafe' ? parseExactly(text) : value) as JsonObject;
      if (shape.resolve) {
        held.push({ object, line });
        heldCharacters += text.length;
        if (heldCharacters > HELD_CHARACTERS) resolveHeld();
        return;
      }
      const split = shape.split ? shape.split(object) : [flatOf(object)];
      if ('refuse' in split) return sink.refuse(split.refuse, split.detail, line);
      const mayHoldNul = text.includes('\\u0000');
      for (const flat of split) tell(flat, mayHoldNul, line);
    },
    end: resolveHeld,
  };
}

/** An object's own fields. */
export function flatOf(object: JsonObject): Flat {
  return { names: Object.keys(object), values: Object.values(object) };
}

/** PostgreSQL's texts hold no NUL; what stays in extra is escaped there. */
function fieldWithNul(given: Given): string | undefined {
  for (const [name, value] of Object.entries(given)) {
    if (name !== 'identity' && name !== 'extra' && typeof value === 'string' && value.includes('\0')) return name;
  }
  return undefined;
}

function shortened(error: unknown): string {
  return (error instanceof Error ? error.message : '').slice(0, 200).toWellFormed();
}
