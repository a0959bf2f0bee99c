import { createHash } from 'node:crypto';

const namespace = Buffer.from('7f4c1f7e0c0b5d5c9c4f3a9d9f1e6b21', 'hex');

/** A STIX id that is always the same for the same words (UUIDv5, RFC 9562): what is read twice is one object. */
export function derivedId(type: string, ...words: readonly string[]): string {
  const hash = createHash('sha1').update(namespace).update(words.join('\0')).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
