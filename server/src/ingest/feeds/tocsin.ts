import type { Feed, Flat, JsonObject, Refusal } from '../decode/feed.ts';
import { rsitClass } from './rsit-class.ts';

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
      finish(given, row) {
        const type = rsitClass(given.class);
        if (type !== given.class) row.keep('class');
        given.class = type;
      },
    },
    split,
  },
};

const TEXTS = [
  'time',
  'class',
  'address',
  'protocol',
  'country',
  'hostname',
  'domain',
  'url',
  'sector',
  'family',
  'severity',
];
const NUMBERS = ['port', 'asn'];
const DOTTED = new Map(['address', 'port', 'domain'].map((key) => [key, `destination.${key}`]));
const MEANT = new Set([...TEXTS, ...NUMBERS, ...DOTTED.values()]);

/** The event with `destination` as dotted names and the content of `extra` beside the other fields. */
function split(event: JsonObject): Flat[] | Refusal {
  const names: string[] = [];
  const values: unknown[] = [];
  let wrong = '';
  const add = (name: string, value: unknown) => {
    if (typeof value !== 'string' && !fits(name, value)) wrong = name;
    names.push(name);
    values.push(value);
  };
  for (const name of Object.keys(event)) {
    const value = event[name];
    if (typeof value !== 'object' || !isObject(value)) add(name, value);
    else if (name === 'destination')
      for (const key of Object.keys(value)) add(DOTTED.get(key) ?? `destination.${key}`, value[key]);
    else if (name === 'extra') {
      // A name that has a meaning outside of extra keeps its place.
      for (const key of Object.keys(value))
        add(Object.hasOwn(event, key) || MEANT.has(key.toLowerCase()) ? `extra.${key}` : key, value[key]);
    } else add(name, value);
  }
  if (wrong !== '')
    return {
      refuse: 'wrong_type',
      detail: `${wrong} is not a ${NUMBERS.includes(wrong.replace(/^.*\./, '')) ? 'number' : 'text'}`,
    };
  return [{ names, values }];
}

/** Whether a value that is no text may stand under this name. */
function fits(name: string, value: unknown): boolean {
  if (value === null || !MEANT.has(name)) return true;
  return typeof value === 'number' && (NUMBERS.includes(name) || name === 'destination.port' || name === 'protocol');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
