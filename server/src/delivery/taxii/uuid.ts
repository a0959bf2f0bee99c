import { createHash } from 'node:crypto';

/** Names of objects that this server makes itself (RFC 9562, section 5.5). Drawn once. */
const namespace = Buffer.from('5f0d2c7e6b1a4e0d9c3f8a7b6d5e4c21', 'hex');

/** UUID version 5 of a name: the same for the same name, on every server. */
export function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
