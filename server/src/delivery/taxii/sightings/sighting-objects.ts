import type { NewObject } from '#intelligence/index.ts';
import { uuidOf } from '../uuid.ts';

/** What sensors saw of one host and family in one hour. */
export interface HostHour {
  readonly hour: Date;
  readonly host: string;
  /** '' where none was given. */
  readonly family: string;
  readonly audience: number;
  readonly address: string | null;
  readonly port: number | null;
  readonly events: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** Counts of STIX end here (section 4.14.1: an integer up to 999,999,999). */
const mostCounted = 999_999_999;
/** What never changes needs no other time. */
const always = '2026-01-01T00:00:00.000Z';

/**
 * An hour of a host as STIX: an observed-data with its address and number, and its sighting of the family. The ids follow
 * from host, family, hour and audience, so that an hour told anew is another version of the same objects. The address
 * stands in the observed-data itself: an observable of its own would be one object for all audiences.
 */
export function sightingObjects(seen: HostHour, now: Date): NewObject[] {
  const { hour, host, family, audience, address, port, events, firstSeen, lastSeen } = seen;
  const name = `${host} ${family} ${hour.toISOString()} ${audience}`;
  const times = { created: hour.toISOString(), modified: now.toISOString() };
  const count = Math.min(events, mostCounted);
  const observed = `observed-data--${uuidOf(`observed ${name}`)}`;
  return [
    {
      type: 'observed-data',
      spec_version: '2.1',
      id: observed,
      ...times,
      first_observed: firstSeen.toISOString(),
      last_observed: lastSeen.toISOString(),
      number_observed: count,
      objects: observables(address ?? '', port),
    },
    {
      type: 'sighting',
      spec_version: '2.1',
      id: `sighting--${uuidOf(`sighting ${name}`)}`,
      ...times,
      first_seen: firstSeen.toISOString(),
      last_seen: lastSeen.toISOString(),
      count,
      sighting_of_ref: familyId(family),
      observed_data_refs: [observed],
    },
  ].map(asNew);
}

/** The family as an object that sightings name. */
export function familyObject(family: string): NewObject {
  return asNew({
    type: 'malware',
    spec_version: '2.1',
    id: familyId(family),
    created: always,
    modified: always,
    name: family === '' ? 'unidentified' : family,
    is_family: true,
  });
}

const familyId = (family: string): string => `malware--${uuidOf(`family ${family}`)}`;

function observables(address: string, port: number | null): Record<string, object> {
  const bare = address.split('/', 1)[0] ?? '';
  const host = { type: bare.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value: bare };
  // Behind a shared address the source port tells who it was.
  return port === null
    ? { 0: host }
    : { 0: host, 1: { type: 'network-traffic', src_ref: '0', src_port: port, protocols: ['tcp'] } };
}

function asNew(value: object): NewObject {
  return { body: JSON.stringify(value), value: value as NewObject['value'] };
}
