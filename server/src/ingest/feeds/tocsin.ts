import type { Feed, Flat, JsonObject, Refusal } from '../decode/feed.ts';

const TEXTS = ['time', 'class', 'address', 'protocol', 'country', 'hostname', 'domain', 'url', 'sector', 'family', 'severity'];
const NUMBERS = ['port', 'asn'];

/** Our own event schema (api/src/event.ts), one event a line. Keys that it does not know are kept. */
export const tocsin: Feed = {
  name: 'tocsin',
  title: 'Tocsin events (NDJSON)',
  json: {
    mapping: {
      targets: {
        time: ['time'],
        address: ['address'],
        port: ['port'],
        protocol: ['protocol'],
        asn: ['asn'],
        country: ['country'],
        hostname: ['hostname'],
        domain: ['domain'],
        url: ['url'],
        sector: ['sector'],
        dstAddress: ['destination.address'],
        dstPort: ['destination.port'],
        dstDomain: ['destination.domain'],
        class: ['class'],
        family: ['family'],
        severity: ['severity'],
      },
      class: '',
    },
    split,
  },
};

/** The event with `destination` as dotted names and the content of `extra` beside the other fields. */
function split(event: JsonObject): Flat[] | Refusal {
  const wrong = wrongType(event, TEXTS, NUMBERS, '');
  if (wrong) return wrong;
  const { destination, extra } = event;
  if (isObject(destination)) {
    const inner = wrongType(destination, ['address', 'domain'], ['port'], 'destination.');
    if (inner) return inner;
  }
  const names: string[] = [];
  const values: unknown[] = [];
  for (const name of Object.keys(event)) {
    const value = event[name];
    if (name === 'destination' && isObject(destination)) {
      for (const key of Object.keys(destination)) {
        names.push(`destination.${key}`);
        values.push(destination[key]);
      }
    } else if (name === 'extra' && isObject(extra)) {
      for (const key of Object.keys(extra)) {
        // A name that has a meaning outside of extra keeps its place.
        names.push(Object.hasOwn(event, key) || RESERVED.has(key.toLowerCase()) ? `extra.${key}` : key);
        values.push(extra[key]);
      }
    } else {
      names.push(name);
      values.push(value);
    }
  }
  return [{ names, values }];
}

const RESERVED = new Set([...TEXTS, ...NUMBERS, 'destination.address', 'destination.port', 'destination.domain']);

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(object: JsonObject, texts: readonly string[], numbers: readonly string[], prefix: string): Refusal | undefined {
  for (const name of texts) {
    const value = object[name];
    if (typeof value !== 'string' && value !== undefined && value !== null)
      return { refuse: 'wrong_type', detail: `${prefix}${name} is not a text` };
  }
  for (const name of numbers) {
    const value = object[name];
    if (typeof value !== 'number' && typeof value !== 'string' && value !== undefined && value !== null)
      return { refuse: 'wrong_type', detail: `${prefix}${name} is not a number` };
  }
  return undefined;
}
