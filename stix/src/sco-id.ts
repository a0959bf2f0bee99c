import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { isList, isObject, isRawNumber, own, put, type JsonObject, type JsonValue } from './json/json.ts';
import { typeTable } from './types/type-table.ts';

/** The namespace of section 2.9. */
const namespace = hexToBytes('00abedb4aa42466c9c01fed23315a9b7');

/** Of several hashes one contributes: the first of these that is there, else the first by name. */
const preferred = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/**
 * The deterministic identifier of an observable (section 2.9): UUIDv5 over the RFC 8785 form of its contributing properties. `undefined`
 * where the type has none, or the object none of them: its identifier is then random. Published identifiers often differ, and
 * are not refused for it.
 */
export function scoId(object: JsonObject): string | undefined {
  const type = own(object, 'type');
  const contributing = typeof type === 'string' ? typeTable.get(type)?.contributing : undefined;
  if (typeof type !== 'string' || contributing === undefined) return undefined;
  const parts: Record<string, JsonValue> = {};
  for (const property of contributing) {
    const value = own(object, property);
    if (value !== undefined) parts[property] = asDoubles(property === 'hashes' ? oneHash(value) : value);
  }
  if (Object.keys(parts).length === 0) return undefined;
  const text = canonicalText(parts);
  return text === undefined ? undefined : `${type}--${uuid5(text)}`;
}

function oneHash(hashes: JsonValue): JsonValue {
  if (!isObject(hashes)) return hashes;
  const name = preferred.find((algorithm) => Object.hasOwn(hashes, algorithm)) ?? Object.keys(hashes).sort()[0];
  return name === undefined ? hashes : { [name]: hashes[name] ?? null };
}

/** RFC 8785 knows IEEE doubles alone. */
function asDoubles(value: JsonValue): JsonValue {
  if (isRawNumber(value)) return Number(value.rawJSON);
  if (isList(value)) return value.map(asDoubles);
  if (!isObject(value)) return value;
  const copy: Record<string, JsonValue> = {};
  for (const [key, part] of Object.entries(value)) put(copy, key, asDoubles(part));
  return copy;
}

function canonicalText(value: JsonObject): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    return undefined; // a lone surrogate, or a number beyond doubles: RFC 8785 has no form for them
  }
}

/** RFC 4122 section 4.3. */
function uuid5(name: string): string {
  const bytes = sha1.create().update(namespace).update(utf8ToBytes(name)).digest().slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
