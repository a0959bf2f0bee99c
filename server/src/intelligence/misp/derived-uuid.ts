import { createHash } from 'node:crypto';

/** Names of what MISP calls by a UUID and STIX does not (RFC 9562, section 5.5). Drawn once. */
const namespace = Buffer.from('a1d64f0e2b7c4c3f8e915d6b7f3a9c02', 'hex');

/** UUID version 5 of a name: the same for the same name, on every server. */
export function derivedUuid(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A STIX id that is always the same for the same words: what is read twice is one object. */
export const derivedId = (type: string, ...words: readonly string[]): string =>
  `${type}--${derivedUuid([type, ...words].join('\0'))}`;
