import { createHash } from 'node:crypto';
import type { Tombstone } from '#intelligence/index.ts';
import { instantOf } from './timestamp.ts';

/** Names of withdrawals (RFC 9562, section 5.5). Drawn once. */
const namespace = Buffer.from('5f0d2c7e6b1a4e0d9c3f8a7b6d5e4c21', 'hex');

interface Withdrawal {
  readonly type: 'x-tocsin-withdrawal';
  readonly spec_version: '2.1';
  readonly id: string;
  readonly created: string;
  readonly modified: string;
  readonly object_ref: string;
  readonly object_version: string;
  readonly reason: string;
}

/**
 * What was taken back, as an object of STIX: its id and version and the reason, and nothing that it held. Its own id is the
 * same for the same entry of the log, so that one who reads it twice has it once.
 */
export function withdrawalObject({ id, version, reason, dateAdded, seq }: Tombstone): Withdrawal {
  const created = (instantOf(dateAdded) ?? dateAdded).replace(/\d{3}Z$/, 'Z');
  return {
    type: 'x-tocsin-withdrawal',
    spec_version: '2.1',
    id: `x-tocsin-withdrawal--${uuidOf(`${seq} ${id} ${version}`)}`,
    created,
    modified: created,
    object_ref: id,
    object_version: version,
    reason,
  };
}

/** UUID version 5 of a name. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
