import type { Tlp } from '@tocsin/api';
import { tlpLevels } from '@tocsin/api';
import { isObject, parseJson, printJson, redact, tlpMarkings, type JsonObject } from '@tocsin/stix';

/** The object as an org of this reach sees it: without the parts that are marked more strictly. Undefined: nothing is left of it. */
export function redacted(object: JsonObject, reach: Tlp | null): JsonObject | undefined {
  return redact(object, (marking) => {
    const level = tlpMarkings.get(marking)?.level;
    // tlpLevels of the api begins with the strictest.
    return level === undefined || (reach !== null && tlpLevels.indexOf(level) >= tlpLevels.indexOf(reach));
  }).object;
}

/** As {@link redacted}, for a body as it is stored. */
export function withinReach(body: string, reach: Tlp | null): string | undefined {
  const parsed = parseJson(body);
  const rest = parsed.ok && isObject(parsed.value) ? redacted(parsed.value, reach) : undefined;
  return rest === undefined ? undefined : printJson(rest);
}
