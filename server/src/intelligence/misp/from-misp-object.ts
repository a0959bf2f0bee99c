import { printJson, type JsonObject } from '@tocsin/stix';
import { madeItem, refused, type ReadItem } from '../imports/read-item.ts';
import { baseOf, isToIds, readAttribute, type EventFrame } from './from-misp-attribute.ts';
import { objectsIn, textOf, uuidOf } from './from-misp-values.ts';
import { testsOf } from './pattern-of.ts';

/**
 * Objects of a MISP object. Where something of it is to be detected and all that it shows is of one observable, it is one
 * indicator that asks for all of it; else each attribute is read by itself.
 */
export function readObject(object: JsonObject, frame: EventFrame): { ids: Map<string, string>; items: ReadItem[] } {
  const attributes = objectsIn(object['Attribute']);
  const uuid = uuidOf(object);
  const ids = new Map<string, string>();
  const whole = uuid === undefined ? undefined : oneIndicator(object, attributes, uuid, frame);
  if (whole !== undefined && uuid !== undefined) {
    for (const part of [object, ...attributes]) ids.set(uuidOf(part) ?? '', `indicator--${uuid}`);
    return { ids, items: [whole] };
  }
  const items: ReadItem[] = [];
  for (const attribute of attributes) {
    const read = readAttribute(attribute, frame);
    items.push(...read.items);
    if (read.id === null) continue;
    ids.set(uuidOf(attribute) ?? '', read.id);
    if (uuid !== undefined && !ids.has(uuid)) ids.set(uuid, read.id);
  }
  if (attributes.length === 0)
    items.push(
      refused(() => frame.around({ Object: [object] }), 'Object', 'misp_object', 'The object has no attributes.'),
    );
  return { ids, items };
}

function oneIndicator(
  object: JsonObject,
  attributes: readonly JsonObject[],
  uuid: string,
  frame: EventFrame,
): ReadItem | undefined {
  if (attributes.length < 2 || attributes.length > 50 || !attributes.some(isToIds)) return undefined;
  const tests = new Set<string>();
  for (const attribute of attributes) {
    const found = testsOf(textOf(attribute, 'type'), textOf(attribute, 'value'));
    // What no pattern can ask for would be lost.
    if (found === undefined) return undefined;
    for (const test of found) tests.add(test);
  }
  const kinds = new Set([...tests].map((test) => test.slice(0, test.indexOf(':'))));
  if (kinds.size !== 1) return undefined;
  const name = textOf(object, 'name');
  const comment = textOf(object, 'comment');
  const base = baseOf(object, frame);
  const made = {
    type: 'indicator',
    id: `indicator--${uuid}`,
    ...base,
    name: `${name === '' ? 'object' : name}: ${textOf(attributes[0] ?? {}, 'value')}`.slice(0, 500),
    ...(comment !== '' && { description: comment }),
    pattern: `[${[...tests].join(' AND ')}]`,
    pattern_type: 'stix',
    valid_from: base['modified'] ?? frame.modified,
  };
  return madeItem(made, () => frame.around({ Object: [object] }));
}

/** Relationships between what the objects of an event became. What leads out of the event is refused with its reason. */
export function readReferences(object: JsonObject, ids: ReadonlyMap<string, string>, frame: EventFrame): ReadItem[] {
  return objectsIn(object['ObjectReference']).map((reference) => {
    const raw = (): string => printJson(reference);
    const uuid = uuidOf(reference);
    const source = ids.get(uuidOf(object) ?? '');
    const target = ids.get(textOf(reference, 'referenced_uuid').toLowerCase());
    if (uuid === undefined || source === undefined || target === undefined)
      return refused(raw, 'ObjectReference', 'misp_reference', 'It refers to what the event does not hold.');
    if (source === target)
      return refused(raw, 'ObjectReference', 'misp_reference', 'Both ends are of the same object.');
    const type = textOf(reference, 'relationship_type')
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, '-')
      .slice(0, 100);
    const { labels: _labels, ...base } = baseOf(reference, frame);
    const made = { ...base, type: 'relationship', id: `relationship--${uuid}` };
    return madeItem({ ...made, relationship_type: type || 'related-to', source_ref: source, target_ref: target }, raw);
  });
}
