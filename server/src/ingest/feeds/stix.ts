import type { Feed, Flat, JsonObject, Resolved } from '../decode/feed.ts';
import { observationsOf, observationsOfPattern, type Lookup, type Observation } from './stix-observation.ts';

/**
 * STIX 2.1 observed-data and sightings, in a bundle or without one. What they refer to is part of the event; other objects describe no event and
 * are refused by name. https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html sections 4.14, 5.2 and 6
 */
export const stix: Feed = {
  name: 'stix',
  title: 'STIX 2.1 observed data and sightings (JSON)',
  json: {
    wrapper: 'objects',
    mapping: {
      targets: {
        time: ['event.time'],
        address: ['event.address'],
        port: ['event.port'],
        protocol: ['event.protocol'],
        domain: ['event.domain'],
        url: ['event.url'],
        dstAddress: ['event.dstAddress'],
        dstPort: ['event.dstPort'],
        class: ['event.class'],
      },
      class: '',
      finish(given, row) {
        const name = objectOf(row.value('sighting_of'))?.['name'];
        if (typeof name === 'string') given.family = name.trim();
      },
    },
    resolve,
  },
};

function resolve(objects: readonly JsonObject[]): Resolved[] {
  const indexOf = new Map<unknown, number>();
  objects.forEach((object, index) => indexOf.set(object['id'], index));
  const lookup: Lookup = (ref) => objects[indexOf.get(ref) ?? -1];
  const sightings = objects.filter((object) => object['type'] === 'sighting');
  const sighted = new Set(sightings.flatMap((sighting) => listOf(sighting['observed_data_refs'])));
  const used = new Set<number>();
  const found: Resolved[] = [];

  objects.forEach((object, at) => {
    const type = object['type'];
    if (type === 'sighting') found.push(...ofSighting(object, at, lookup, indexOf));
    else if (type === 'observed-data' && !sighted.has(object['id']))
      found.push(...ofObservedData(object, at, lookup, indexOf));
    else return;
    markUsed(at, objects, indexOf, used);
  });
  objects.forEach((object, at) => {
    const outcome = {
      refuse: 'unsupported_object',
      detail: typeof object['type'] === 'string' ? object['type'].slice(0, 100) : 'no type',
    } as const;
    if (!used.has(at)) found.push({ at, outcome, parts: [at] });
  });
  return found.sort((a, b) => a.at - b.at);
}

function ofSighting(
  sighting: JsonObject,
  at: number,
  lookup: Lookup,
  indexOf: ReadonlyMap<unknown, number>,
): Resolved[] {
  const what = lookup(sighting['sighting_of_ref']);
  const refs = listOf(sighting['observed_data_refs']);
  const observed = refs.map(lookup).filter((one) => one !== undefined);
  if (refs.length > 0 && observed.length === 0) {
    return [{ at, outcome: { refuse: 'unresolved_reference', detail: String(refs[0]).slice(0, 100) }, parts: [at] }];
  }
  const found = observed.flatMap((one) => ofObservedData(one, at, lookup, indexOf, { sighting, what }));
  if (observed.length > 0) return found;
  const observations = typeof what?.['pattern'] === 'string' ? observationsOfPattern(what['pattern']) : [];
  return outcomesOf(observations, at, { sighting, what }, {}, [], [at, ...indexesOf([what], indexOf)]);
}

interface Context {
  sighting?: JsonObject;
  what?: JsonObject | undefined;
}

function ofObservedData(
  data: JsonObject,
  at: number,
  lookup: Lookup,
  indexOf: ReadonlyMap<unknown, number>,
  context: Context = {},
): Resolved[] {
  const refs = listOf(data['object_refs']);
  // The form of STIX 2.0, still allowed: objects by a key that is local to this object.
  const inner = (typeof data['objects'] === 'object' ? data['objects'] : null) as JsonObject | null;
  const local: Lookup = (ref) =>
    inner && typeof ref === 'string' && Object.hasOwn(inner, ref) ? objectOf(inner[ref]) : lookup(ref);
  const observables = (inner ? Object.values(inner).map(objectOf) : refs.map(lookup)).filter(
    (one) => one !== undefined,
  );
  // An address may be named by the traffic alone.
  const ends = inner
    ? []
    : observables.flatMap((one) => [lookup(one['src_ref']), lookup(one['dst_ref'])]).filter((one) => one !== undefined);
  const all = [...new Set([...observables, ...ends])];
  const parts = [...new Set([at, ...indexesOf([data, context.what, ...(inner ? [] : all)], indexOf)])];
  if (all.length === 0 && refs.length > 0) {
    return [{ at, outcome: { refuse: 'unresolved_reference', detail: String(refs[0]).slice(0, 100) }, parts }];
  }
  return outcomesOf(observationsOf(all, local), at, context, data, all, parts);
}

function outcomesOf(
  observations: readonly Observation[],
  at: number,
  { sighting, what }: Context,
  data: JsonObject,
  observables: readonly JsonObject[],
  parts: number[],
): Resolved[] {
  if (observations.length === 0) {
    return [
      {
        at,
        outcome: { refuse: 'no_concerned_party', detail: 'no address, domain name or URL among its objects' },
        parts,
      },
    ];
  }
  const own = Object.entries(data).filter(([name]) => name !== 'objects' && name !== 'object_refs');
  const told: JsonObject = {
    time:
      data['last_observed'] ??
      data['first_observed'] ??
      sighting?.['last_seen'] ??
      sighting?.['first_seen'] ??
      sighting?.['created'],
    class: classOf([data, sighting, what]),
  };
  const common: [string, unknown][] = [
    ...own,
    ['objects', observables],
    ['sighting', sighting ?? null],
    ['sighting_of', what ?? null],
  ];
  return observations.map((observation) => {
    const event = Object.entries({ ...told, ...observation }).filter(([, value]) => value !== undefined);
    const fields = [...event.map(([name, value]): [string, unknown] => [`event.${name}`, value]), ...common];
    const outcome: Flat = { names: fields.map(([name]) => name), values: fields.map(([, value]) => value) };
    return { at, outcome, parts };
  });
}

const MACHINE_TAG = /^rsit:[a-z-]+="([a-z0-9-]+)"$/;

/** The class that a label names by its machine tag; of a sighted malware, an infected system. */
function classOf(objects: readonly (JsonObject | undefined)[]): string | undefined {
  for (const object of objects) {
    for (const label of listOf(object?.['labels'])) {
      const type = typeof label === 'string' ? MACHINE_TAG.exec(label)?.[1] : undefined;
      if (type !== undefined) return type;
    }
  }
  return objects[2]?.['type'] === 'malware' ? 'infected-system' : undefined;
}

/** Marks an object and all that it refers to, directly or not: they belong to an event. */
function markUsed(
  from: number,
  objects: readonly JsonObject[],
  indexOf: ReadonlyMap<unknown, number>,
  used: Set<number>,
): void {
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (used.has(at)) continue;
    used.add(at);
    for (const [name, value] of Object.entries(objects[at] ?? {})) {
      if (!name.endsWith('_ref') && !name.endsWith('_refs')) continue;
      for (const ref of Array.isArray(value) ? (value as unknown[]) : [value]) {
        const index = indexOf.get(ref);
        if (index !== undefined) open.push(index);
      }
    }
  }
}

function indexesOf(objects: readonly (JsonObject | undefined)[], indexOf: ReadonlyMap<unknown, number>): number[] {
  return objects.flatMap((object) => (object === undefined ? [] : (indexOf.get(object['id']) ?? [])));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
