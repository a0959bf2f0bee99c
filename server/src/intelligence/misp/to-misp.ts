import { isList, nameOf, type JsonValue } from '@tocsin/stix';
import type { Tlp } from '#sharing/index.ts';
import { strictest } from '#sharing/index.ts';
import { derivedUuid } from './derived-uuid.ts';
import { textOf } from './from-misp-values.ts';
import type { MispAttribute, MispEvent, MispReport } from './misp.ts';
import { attributesOf, seconds, type MispSource } from './to-misp-attributes.ts';
import { distributionOf, galaxyOf, isCluster, tagOf, tlpTag } from './to-misp-tags.ts';

/** Types that MISP has no place for: what they say stands in other objects, or is of STIX alone. */
const unsaid = new Set(['relationship', 'marking-definition', 'extension-definition', 'language-content', 'sighting']);
const reports = new Set(['note', 'opinion']);
const gathers = (type: string): boolean => type === 'report' || type === 'grouping';
const typeOf = (id: string): string => id.slice(0, id.indexOf('--'));

/** The objects of one event. */
export interface EventGroup {
  readonly uuid: string;
  /** The report or grouping that gathers them; absent for those that nothing gathers. */
  readonly head?: MispSource;
  readonly members: readonly MispSource[];
  /** Day on which what is loose was made. */
  readonly day: string;
}

/**
 * Objects by event, always the same for the same objects: a report or grouping gathers what it refers to, and what is left goes
 * by the day on which it was made and by who made it.
 */
export function groupEvents(objects: readonly MispSource[]): EventGroup[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const gathered = new Set<string>();
  const groups: EventGroup[] = [];
  for (const head of objects) {
    if (!gathers(typeOf(head.id))) continue;
    const refs = head.value['object_refs'];
    const members = (isList(refs ?? null) ? (refs as readonly JsonValue[]) : []).flatMap(
      (ref) => (typeof ref === 'string' ? byId.get(ref) : undefined) ?? [],
    );
    for (const { id } of members) gathered.add(id);
    groups.push({
      uuid: head.id.slice(head.id.indexOf('--') + 2),
      head,
      members: members.filter(({ id }) => !gathers(typeOf(id))),
      day: madeOn(head),
    });
  }
  const loose = objects.filter(({ id }) => !gathered.has(id) && !gathers(typeOf(id)) && !unsaid.has(typeOf(id)));
  const days = Map.groupBy(loose, (object) => `${madeOn(object)} ${textOf(object.value, 'created_by_ref')}`);
  for (const [key, members] of days) groups.push({ uuid: derivedUuid(`day ${key}`), members, day: key.slice(0, 10) });
  return groups.sort((a, b) => (a.day === b.day ? (a.uuid < b.uuid ? -1 : 1) : a.day < b.day ? -1 : 1));
}

/** An observable was made when it came: it says no time itself. */
const madeOn = ({ value, dateAdded }: MispSource): string =>
  (typeof value['created'] === 'string' ? value['created'] : dateAdded).slice(0, 10);

/** What stood in an event before, and stands there no more. */
export interface Gone {
  readonly uuid: string;
  readonly at: Date;
}

export interface EventFacts {
  readonly group: EventGroup;
  /** Who publishes: the programme. */
  readonly publisher: string;
  /** Ids that stand in more than one event: their attributes get UUIDs of the event. */
  readonly shared: ReadonlySet<string>;
  readonly gone?: readonly Gone[];
}

/** Ids that several groups hold. */
export function heldTwice(groups: readonly EventGroup[]): ReadonlySet<string> {
  const once = new Set<string>();
  const twice = new Set<string>();
  for (const { members } of groups) for (const { id } of members) (once.has(id) ? twice : once).add(id);
  return twice;
}

/** A group of objects as a MISP event, under the strictest of their levels. What is gone is deleted in it, and said no more. */
export function toMispEvent({ group, publisher, shared, gone = [] }: EventFacts): MispEvent {
  const { uuid, head, members, day } = group;
  const all = head === undefined ? members : [head, ...members];
  const level: Tlp = strictest(all.map((each) => each.level)) ?? 'amber+strict';
  const clusters = members.filter(({ id }) => isCluster(typeOf(id))).map(({ value }) => galaxyOf(value));
  const times = [...all.map(({ dateAdded }) => seconds(dateAdded)), ...gone.map(({ at }) => seconds(at.toISOString()))];
  const timestamp = String(Math.max(0, ...times.map(Number)));
  const shown = members
    .filter(({ id }) => !isCluster(typeOf(id)) && !unsaid.has(typeOf(id)) && !reports.has(typeOf(id)))
    .flatMap((member) => attributesOf(member, shared.has(member.id) ? uuid : undefined));
  const present = new Set(shown.map((attribute) => attribute.uuid));
  const texts = [...(head === undefined ? [] : [head]), ...members.filter(({ id }) => reports.has(typeOf(id)))];
  return {
    uuid,
    info: head === undefined ? `Indicators and observations of ${day}` : nameOf(head.value),
    date: day,
    timestamp,
    publish_timestamp: timestamp,
    published: true,
    analysis: '2',
    threat_level_id: '4',
    distribution: distributionOf(level),
    extends_uuid: '',
    Orgc: { uuid: derivedUuid(`organisation ${publisher}`), name: publisher },
    Tag: [
      tlpTag(level),
      ...clusters.flatMap(({ GalaxyCluster }) => GalaxyCluster.map(({ tag_name }) => tagOf(tag_name))),
    ],
    Attribute: [...shown, ...gone.filter((each) => !present.has(each.uuid)).map(deletedAttribute)],
    Object: [],
    Galaxy: clusters,
    EventReport: texts.flatMap((source) => reportOf(source)),
  };
}

/** Neither value nor type of what was taken back is said again: its UUID finds it. */
function deletedAttribute({ uuid, at }: Gone): MispAttribute {
  return {
    uuid,
    type: 'text',
    category: 'Other',
    to_ids: false,
    value: 'withdrawn',
    comment: '',
    timestamp: seconds(at.toISOString()),
    distribution: '0',
    disable_correlation: true,
    deleted: true,
    first_seen: null,
    last_seen: null,
    Tag: [],
  };
}

function reportOf({ id, value, level, dateAdded }: MispSource): MispReport[] {
  const content = [value['description'], value['content'], value['explanation']].filter(
    (part) => typeof part === 'string',
  );
  if (content.length === 0) return [];
  return [
    {
      uuid: derivedUuid(`report ${id}`),
      name: `TLP:${level.toUpperCase()} ${nameOf(value)}`,
      content: content.join('\n\n'),
      distribution: distributionOf(level),
      timestamp: seconds(dateAdded),
      deleted: false,
    },
  ];
}
