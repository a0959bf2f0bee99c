import { printJson, type JsonObject } from '@tocsin/stix';
import { madeItem, refused, type ReadItem } from '../imports/read-item.ts';
import { ruleTypes } from './attribute-types.ts';
import { isTrue, labelsOf, markingOf, objectsIn, tagsOf, textOf, timeOf, uuidOf } from './from-misp-values.ts';
import { observableOf } from './observable-of.ts';
import { testsOf } from './pattern-of.ts';

/** What an event says of everything in it. */
export interface EventFrame {
  /** STIX id of the organisation that made it. */
  readonly author: string;
  readonly created: string;
  readonly modified: string;
  readonly marking: string | undefined;
  /** The event around one of its attributes: a refused one can be read again alone. */
  readonly around: (part: JsonObject) => string;
}

/** Properties that all objects of an attribute share. */
export function baseOf(attribute: JsonObject, frame: EventFrame): JsonObject {
  const modified = timeOf(textOf(attribute, 'timestamp')) ?? frame.modified;
  const tags = tagsOf(attribute);
  const marking = markingOf(tags) ?? frame.marking;
  const type = textOf(attribute, 'type');
  const category = textOf(attribute, 'category');
  const labels = [
    ...(type === '' ? [] : [`misp:type="${type}"`]),
    ...(category === '' ? [] : [`misp:category="${category}"`]),
    ...labelsOf(tags),
  ];
  return {
    spec_version: '2.1',
    created: frame.created < modified ? frame.created : modified,
    modified,
    created_by_ref: frame.author,
    ...(labels.length > 0 && { labels }),
    ...(marking !== undefined && { object_marking_refs: [marking] }),
  };
}

/** Whether MISP says that it is to be detected; its JSON has true, 1, "1". */
export const isToIds = (attribute: JsonObject): boolean => isTrue(attribute['to_ids']);

/**
 * STIX objects of an attribute: an indicator where it is to be detected, else what was observed; custom content for a type
 * that STIX has nothing for. `id` is what others in the event refer to.
 */
export function readAttribute(attribute: JsonObject, frame: EventFrame): { id: string | null; items: ReadItem[] } {
  const raw = (): string => frame.around({ Attribute: [attribute] });
  const refusal = (path: string, rule: string, message: string) => ({
    id: null,
    items: [refused(raw, path, rule, message)],
  });
  const uuid = uuidOf(attribute);
  const [type, value] = [textOf(attribute, 'type'), textOf(attribute, 'value')];
  if (uuid === undefined) return refusal('uuid', 'misp_uuid', 'The attribute has no UUID that STIX takes.');
  if (type === '' || value === '') return refusal('value', 'misp_value', 'The attribute has no type or no value.');
  const base = baseOf(attribute, frame);
  const comment = textOf(attribute, 'comment');
  const about = { name: value.slice(0, 500), ...(comment !== '' && { description: comment }) };
  const first = timeOf(textOf(attribute, 'first_seen')) ?? timeOf(textOf(attribute, 'timestamp')) ?? frame.modified;
  const rule = ruleTypes.get(type);
  const tests = testsOf(type, value);
  const pattern = rule === undefined ? tests && `[${tests.join(' AND ')}]` : value;
  if (pattern !== undefined && (rule !== undefined || isToIds(attribute))) {
    const id = `indicator--${uuid}`;
    const made = { type: 'indicator', id, ...base, ...about, pattern, pattern_type: rule ?? 'stix', valid_from: first };
    return { id, items: [madeItem(made, raw), ...sightings(attribute, id, base, frame)] };
  }
  const observable = isToIds(attribute) ? undefined : observableOf(type, value);
  if (observable !== undefined) {
    const id = `observed-data--${uuid}`;
    const last = timeOf(textOf(attribute, 'last_seen')) ?? first;
    const times = { first_observed: first, last_observed: last < first ? first : last, number_observed: 1 };
    const marking = base['object_marking_refs'];
    const seen = marking === undefined ? observable : { ...observable, object_marking_refs: marking };
    const made = { type: 'observed-data', id, ...base, ...times, object_refs: [observable['id'] ?? ''] };
    return { id, items: [madeItem(seen, raw), madeItem(made, raw), ...sightings(attribute, id, base, frame)] };
  }
  const id = `x-misp-attribute--${uuid}`;
  const kept = { x_misp_type: type, x_misp_value: value, x_misp_category: textOf(attribute, 'category') };
  const made = {
    type: 'x-misp-attribute',
    id,
    ...base,
    ...kept,
    x_misp_to_ids: isToIds(attribute),
    ...(comment !== '' && { x_misp_comment: comment }),
  };
  return { id, items: [madeItem(made, raw)] };
}

/** Sightings (type 0) of what an attribute became. False positives and expirations say the opposite, and are refused as such. */
function sightings(attribute: JsonObject, of: string, base: JsonObject, frame: EventFrame): ReadItem[] {
  return objectsIn(attribute['Sighting']).map((sighting) => {
    const raw = (): string => printJson(sighting);
    const uuid = uuidOf(sighting);
    const at = timeOf(textOf(sighting, 'date_sighting'));
    if (uuid === undefined || at === undefined)
      return refused(raw, 'Sighting', 'misp_sighting', 'The sighting has no UUID that STIX takes, or no date.');
    if (!['', '0'].includes(textOf(sighting, 'type')))
      return refused(
        raw,
        'Sighting.type',
        'misp_sighting',
        'A false positive or an expiration is no sighting of STIX.',
      );
    const { labels: _labels, ...rest } = base;
    const made = {
      ...rest,
      type: 'sighting',
      id: `sighting--${uuid}`,
      created: at,
      modified: at,
      first_seen: at,
      last_seen: at,
      count: 1,
    };
    return madeItem({ ...made, created_by_ref: frame.author, sighting_of_ref: of }, raw);
  });
}
