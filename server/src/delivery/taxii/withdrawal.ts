import type { Tombstone } from '#intelligence/index.ts';
import { instantOf } from './timestamp.ts';
import { uuidOf } from './uuid.ts';

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
