import type { Published, Tombstone } from '#intelligence/index.ts';
import type { Cleared } from '#sharing/index.ts';

/** A change of an object as a stream or webhook sends it: JSON text. The object itself stands as it came, untouched. */
export function changeText(change: Cleared<Published> | Tombstone): string {
  return change.kind === 'withdrawn' ? tombstoneText(change) : objectText(change);
}

/** The object itself stands as it came, untouched: numbers and order of members included. */
function objectText({ kind, id, version, type, dateAdded, reason, body }: Cleared<Published>): string {
  return `${JSON.stringify({ kind, id, version, type, dateAdded, reason }).slice(0, -1)},"object":${body}}`;
}

const tombstoneText = ({ kind, id, version, reason, dateAdded }: Tombstone): string =>
  JSON.stringify({ kind, id, version, reason, dateAdded });
