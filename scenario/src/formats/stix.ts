import { createHash } from 'node:crypto';
import type { Observation } from '../story/observation.ts';

/** An id that is the same for the same content: STIX 2.1 section 2.9 asks for a UUID after the type. */
function idOf(type: string, content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A bundle of STIX 2.1: for each observation an address, an observed-data, and a sighting of the family there. */
export function stixBundle(observations: readonly Observation[]): string {
  const objects = new Map<string, object>();
  const add = (object: { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>): string => {
    objects.set(object.id, object);
    return object.id;
  };
  const dated = (time: string) => ({ spec_version: '2.1', created: time, modified: time });
  for (const { time, address, family } of observations) {
    const seen = new Date(time).toISOString();
    const since = new Date(observations[0]?.time ?? time).toISOString();
    const addressType = address.includes(':') ? 'ipv6-addr' : 'ipv4-addr';
    const malware = add({
      type: 'malware',
      id: idOf('malware', family),
      ...dated(since),
      name: family,
      is_family: true,
    });
    const observable = add({ type: addressType, id: idOf(addressType, address), spec_version: '2.1', value: address });
    const data = add({
      type: 'observed-data', id: idOf('observed-data', `${seen}${address}${family}`), ...dated(seen), first_observed: seen,
      last_observed: seen, number_observed: 1, object_refs: [observable],
    }); // prettier-ignore
    add({
      type: 'sighting', id: idOf('sighting', `${seen}${address}${family}`), ...dated(seen), first_seen: seen, last_seen: seen, count: 1,
      sighting_of_ref: malware, observed_data_refs: [data],
    }); // prettier-ignore
  }
  return JSON.stringify({
    type: 'bundle',
    id: idOf('bundle', [...objects.keys()].join()),
    objects: [...objects.values()],
  });
}
