import { isList, isObject, printJson, type JsonObject, type JsonValue } from '@tocsin/stix';
import { madeItem, refused, type ReadItem } from '../imports/read-item.ts';
import { derivedId } from './derived-uuid.ts';
import { readAttribute, type EventFrame } from './from-misp-attribute.ts';
import { readClusters } from './from-misp-cluster.ts';
import { readObject, readReferences } from './from-misp-object.ts';
import { isTrue, labelsOf, markingOf, objectsIn, tagsOf, textOf, timeOf, uuidOf } from './from-misp-values.ts';

/** Items that one event may become: more is an attack, or a dump that belongs into several. */
export const mostOfEvent = 250_000;

/** The events in a document: one, a list, or the answer of a search. `undefined`: it holds none. */
export function eventsOf(value: JsonValue): readonly JsonObject[] | undefined {
  if (isList(value)) {
    const events = value.map((item) => eventsOf(item)?.[0]);
    return events.every((event) => event !== undefined) && events.length > 0 ? events : undefined;
  }
  if (!isObject(value)) return undefined;
  const { response, Event: event } = value;
  if (response !== undefined) return isList(response) && response.length === 0 ? [] : eventsOf(response);
  return isObject(event) ? [event] : undefined;
}

/**
 * A MISP event as STIX 2.1. UUIDs are kept, so that what is read twice has the same ids; times come from MISP alone, so that it
 * has the same versions. Relations go by tables: however they circle, each is read once.
 */
export function readEvent(event: JsonObject): ReadItem[] {
  const uuid = uuidOf(event);
  if (uuid === undefined)
    return [refused(printJson(event), 'Event.uuid', 'misp_uuid', 'The event has no UUID that STIX takes.')];
  const modified = timeOf(textOf(event, 'timestamp')) ?? timeOf(textOf(event, 'date'));
  if (modified === undefined)
    return [
      refused(
        printJson(event),
        'Event.timestamp',
        'misp_time',
        'The event says no time: neither `timestamp` nor `date`.',
      ),
    ];
  const dated = timeOf(textOf(event, 'date')) ?? modified;
  const created = dated < modified ? dated : modified;
  const tags = tagsOf(event);
  const organisation = objectsIn([event['Orgc'] ?? null])[0] ?? {};
  const orgName = textOf(organisation, 'name');
  const orgUuid = uuidOf(organisation);
  const author = orgUuid === undefined ? derivedId('identity', 'misp', orgName) : `identity--${orgUuid}`;
  const head = headOf(event);
  const frame: EventFrame = {
    author,
    created,
    modified,
    marking: markingOf(tags),
    around: (part) => printJson({ Event: { ...head, ...part } }),
  };
  const identity = {
    type: 'identity',
    spec_version: '2.1',
    id: author,
    // MISP says no time of an organisation: one for all events, so that they mean one version.
    ...{ created: '2015-01-01T00:00:00.000Z', modified: '2015-01-01T00:00:00.000Z' },
    name: orgName === '' ? 'unknown' : orgName,
    identity_class: 'organization',
  };
  const content = readContent(event, frame);
  const items = [madeItem(identity, () => frame.around({})), ...content];
  const refs = [...new Set(items.flatMap(({ object }) => (object === undefined ? [] : [textOf(object.value, 'id')])))];
  return [...items, madeItem(containerOf(event, uuid, frame, tags, refs), () => frame.around({}))];
}

/** What an event says of itself, within bounds: it is kept with each part of it that was refused. */
function headOf(event: JsonObject): JsonObject {
  const head: Record<string, JsonValue> = { Tag: objectsIn(event['Tag']).slice(0, 50) };
  for (const name of ['uuid', 'date', 'timestamp', 'published', 'publish_timestamp', 'info']) {
    const value = event[name];
    if (value !== undefined) head[name] = typeof value === 'string' ? value.slice(0, 2000) : value;
  }
  const { name, uuid } = objectsIn([event['Orgc'] ?? null])[0] ?? {};
  return { ...head, Orgc: { name: name ?? '', ...(uuid !== undefined && { uuid }) } };
}

/** Everything in an event, its clusters and relations among it. */
function readContent(event: JsonObject, frame: EventFrame): ReadItem[] {
  const attributes = objectsIn(event['Attribute']);
  const objects = objectsIn(event['Object']);
  const clusters = new Map<string, ReadItem>();
  const addClusters = (from: JsonObject): ReadItem[] => {
    const found = readClusters(from);
    for (const item of found) clusters.set(item.id ?? item.raw, item);
    return found;
  };
  addClusters(event);
  const ids = new Map<string, string>();
  const items: ReadItem[] = [];
  const add = (more: readonly ReadItem[]): void => {
    for (const item of more) if (items.length < mostOfEvent) items.push(item);
  };
  for (const attribute of attributes) {
    const { id, items: read } = readAttribute(attribute, frame);
    add(read);
    if (id === null) continue;
    ids.set(uuidOf(attribute) ?? '', id);
    for (const cluster of addClusters(attribute)) add(indicates(id, cluster, frame));
  }
  for (const object of objects) {
    const read = readObject(object, frame);
    add(read.items);
    for (const [uuid, id] of read.ids) ids.set(uuid, id);
  }
  for (const object of objects) add(readReferences(object, ids, frame));
  return [...clusters.values(), ...items];
}

/** That an attribute's cluster is what it indicates. */
function indicates(id: string, { object }: ReadItem, { author, created, modified, marking }: EventFrame): ReadItem[] {
  const target = object?.value['id'];
  if (typeof target !== 'string') return [];
  const type = id.startsWith('indicator--') && !target.startsWith('course-of-action') ? 'indicates' : 'related-to';
  const made = {
    type: 'relationship',
    spec_version: '2.1',
    id: derivedId('relationship', id, type, target),
    created,
    modified,
    created_by_ref: author,
    ...(marking !== undefined && { object_marking_refs: [marking] }),
    relationship_type: type,
    source_ref: id,
    target_ref: target,
  };
  return [madeItem(made, () => printJson(made))];
}

/** The event itself: a report once it is published, else a grouping. */
function containerOf(
  event: JsonObject,
  uuid: string,
  frame: EventFrame,
  tags: readonly string[],
  refs: readonly string[],
): JsonObject {
  const { author, created, modified, marking } = frame;
  const labels = labelsOf(tags);
  const published = isTrue(event['published']);
  const info = textOf(event, 'info');
  return {
    type: published ? 'report' : 'grouping',
    spec_version: '2.1',
    id: `${published ? 'report' : 'grouping'}--${uuid}`,
    created,
    modified,
    created_by_ref: author,
    name: info === '' ? `MISP event ${uuid}` : info,
    ...(published
      ? { published: timeOf(textOf(event, 'publish_timestamp')) ?? modified }
      : { context: 'suspicious-activity' }),
    object_refs: refs.slice(0, 100_000),
    ...(labels.length > 0 && { labels }),
    ...(marking !== undefined && { object_marking_refs: [marking] }),
  };
}
