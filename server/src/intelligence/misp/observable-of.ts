import { scoId, type JsonObject } from '@tocsin/stix';
import { hashNames } from './attribute-types.ts';
import { addressType } from './pattern-of.ts';

/** By attribute type: type of the observable that has nothing but a value. */
const plain: Readonly<Record<string, string>> = {
  domain: 'domain-name',
  hostname: 'domain-name',
  url: 'url',
  uri: 'url',
  link: 'url',
  'mac-address': 'mac-addr',
  email: 'email-addr',
  'email-src': 'email-addr',
  'email-dst': 'email-addr',
};

/** The observable of an attribute, under its deterministic id; `undefined` where STIX has no one object for it. */
export function observableOf(type: string, value: string): JsonObject | undefined {
  const body = bodyOf(type, value.trim());
  if (body === undefined) return undefined;
  const id = scoId(body);
  return id === undefined ? undefined : { ...body, spec_version: '2.1', id };
}

function bodyOf(type: string, value: string): JsonObject | undefined {
  const simple = plain[type];
  if (simple !== undefined) return { type: simple, value: simple === 'mac-addr' ? value.toLowerCase() : value };
  if (type === 'ip-src' || type === 'ip-dst') {
    const family = addressType(value);
    return family && { type: family, value };
  }
  if (type === 'AS')
    return /^(AS)?\d{1,10}$/i.test(value)
      ? { type: 'autonomous-system', number: Number(value.replace(/^AS/i, '')) }
      : undefined;
  if (type === 'filename') return { type: 'file', name: value };
  if (type === 'mutex') return { type: 'mutex', name: value };
  if (type === 'regkey') return { type: 'windows-registry-key', key: value };
  const [name, hash] = type.startsWith('filename|') ? splitAt(value) : [undefined, value];
  const algorithm = hashNames.get(type.replace('filename|', ''));
  if (algorithm === undefined || hash === undefined || hash === '') return undefined;
  return { type: 'file', ...(name !== undefined && { name }), hashes: { [algorithm]: hash } };
}

function splitAt(value: string): [string | undefined, string | undefined] {
  const at = value.indexOf('|');
  return at < 0 ? [undefined, undefined] : [value.slice(0, at), value.slice(at + 1)];
}
