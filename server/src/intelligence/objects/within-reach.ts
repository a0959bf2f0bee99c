import { isObject, parseJson, printJson, redact, tlpMarkings } from '@tocsin/stix';
import { reaches, type Tlp } from '#sharing/index.ts';

/**
 * A body as an org of this reach sees it: without the parts that are marked more strictly. Undefined where nothing is left
 * that is an object.
 */
export function withinReach(body: string, reach: Tlp | null): string | undefined {
  const parsed = parseJson(body);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const { object } = redact(parsed.value, (marking) => reaches(reach, tlpMarkings.get(marking)?.level));
  return object === undefined ? undefined : printJson(object);
}
