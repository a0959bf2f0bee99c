import { sha3_256 } from '@noble/hashes/sha3.js';
import { base32 } from '@scure/base';

/** Whether a name is an onion service: 16 characters of base32 (version 2) or 56 (version 3), below any labels of its own. */
export function isOnion(name: string): boolean {
  const label = onionLabel(name);
  return /^(?:[a-z2-7]{16}|[a-z2-7]{56})$/.test(label);
}

const onionLabel = (name: string): string => name.slice(0, -'.onion'.length).split('.').at(-1) ?? '';

/**
 * Whether the checksum of an onion service of version 3 holds: the address is base32(key, checksum, version), where the checksum is the first
 * two bytes of SHA3-256(".onion checksum", key, version). Version 2 has none: undefined. (Tor rend-spec-v3, section 6.)
 */
export function onionChecksum(name: string): boolean | undefined {
  const label = onionLabel(name);
  if (label.length !== 56) return undefined;
  const bytes = base32.decode(label.toUpperCase());
  const [version] = bytes.slice(34);
  if (version !== 3) return false;
  const sum = sha3_256(new Uint8Array([...new TextEncoder().encode('.onion checksum'), ...bytes.slice(0, 32), 3]));
  return sum[0] === bytes[32] && sum[1] === bytes[33];
}
