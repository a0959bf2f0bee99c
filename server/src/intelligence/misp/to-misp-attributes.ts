import { isList, isObject, nameOf, type JsonObject, type JsonValue } from '@tocsin/stix';
import { indicatorsOf, parsePattern } from '@tocsin/stix/pattern/index.ts';
import type { Tlp } from '#sharing/index.ts';
import { derivedUuid } from './derived-uuid.ts';
import type { MispAttribute } from './misp.ts';
import { distributionOf, tagOf, tlpTag } from './to-misp-tags.ts';
import { textType, typeOfPath, typeOfPattern, vulnerabilityType, type MispType } from './to-misp-types.ts';

/** An object that an event is made of. */
export interface MispSource {
  readonly id: string;
  readonly value: JsonObject;
  readonly level: Tlp;
  /** When it came, six digits, `…Z`. */
  readonly dateAdded: string;
}

interface Found extends MispType {
  readonly value: string;
}

export const seconds = (time: string): string => String(Math.floor(Date.parse(time) / 1000));
const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

/**
 * An object as attributes of an event: the values that it looks for or shows; what MISP has no type for as text, so that nothing
 * goes missing. An object that is one value keeps its UUID; `within`, where it stands in more than one event, makes others.
 */
export function attributesOf(source: MispSource, within?: string): MispAttribute[] {
  const { id, value, level, dateAdded } = source;
  const uuid = id.slice(id.indexOf('--') + 2);
  const found = valuesOf(value);
  const name = text(value['name']);
  const description = text(value['description']);
  const labels = isList(value['labels'] ?? null) ? (value['labels'] as readonly JsonValue[]) : [];
  return found.map(({ type, category, value: content, toIds }, index) => ({
    uuid: index === 0 && within === undefined ? uuid : derivedUuid(`${within ?? ''} ${uuid} ${type} ${content}`),
    type,
    category,
    to_ids: toIds,
    value: content,
    comment: [name === content ? '' : name, description]
      .filter((part) => part !== '')
      .join(': ')
      .slice(0, 10_000),
    timestamp: seconds(dateAdded),
    distribution: distributionOf(level),
    disable_correlation: type === 'text',
    deleted: false,
    first_seen: text(value['valid_from']) || text(value['first_seen']) || null,
    last_seen: text(value['valid_until']) || text(value['last_seen']) || null,
    Tag: [tlpTag(level), ...labels.filter((label) => typeof label === 'string').map((label) => tagOf(label))],
  }));
}

function valuesOf(value: JsonObject): readonly Found[] {
  const type = text(value['type']);
  if (type === 'indicator') return indicatorValues(value);
  if (type === 'vulnerability') return [{ ...vulnerabilityType, value: nameOf(value) }];
  const seen = observableValues(type, value);
  if (seen.length > 0) return seen;
  return [{ ...textType, value: `${type}: ${nameOf(value)}` }];
}

function indicatorValues(value: JsonObject): readonly Found[] {
  const pattern = text(value['pattern']);
  const kind = text(value['pattern_type']);
  const types = value['indicator_types'];
  const harmless = isList(types ?? null) && (types as readonly JsonValue[]).includes('benign');
  const active = value['revoked'] !== true && !harmless;
  const parsed = kind === 'stix' ? parsePattern(pattern) : undefined;
  const { exact, equalities } = parsed?.ok === true ? indicatorsOf(parsed.pattern) : { exact: false, equalities: [] };
  const typed = equalities.flatMap(({ path, value: wanted }) => {
    const known = typeOfPath.get(path);
    return known === undefined ? [] : [{ ...known, value: wanted, toIds: active && known.toIds }];
  });
  // Only a pattern that says nothing but these values may be blocked by them.
  if (exact && typed.length === equalities.length) return typed;
  const language = typeOfPattern.get(kind) ?? textType;
  return [{ ...language, value: pattern, toIds: active && language.toIds }];
}

/** What an observable shows; of a file its hashes and its name. Seen is not known to be bad: nothing is blocked by it. */
function observableValues(type: string, value: JsonObject): Found[] {
  const found: Found[] = [];
  const take = (path: string, content: JsonValue | undefined): void => {
    const known = typeOfPath.get(path);
    if (
      known === undefined ||
      content === undefined ||
      (typeof content === 'object' && content !== null && !('rawJSON' in content))
    )
      return;
    found.push({ ...known, value: typeof content === 'string' ? content : JSON.stringify(content), toIds: false });
  };
  const hashes = value['hashes'];
  if (isObject(hashes ?? null))
    for (const [name, hash] of Object.entries(hashes as JsonObject))
      take(`${type}:hashes.${/^[A-Z0-9]+$/.test(name) ? name : `'${name}'`}`, hash);
  for (const property of ['value', 'name', 'key', 'number', 'subject']) take(`${type}:${property}`, value[property]);
  return found;
}
