import { keccak_256 } from '@noble/hashes/sha3.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base58xmr, bech32, bech32m, createBase58check } from '@scure/base';
import type { Match, Reason } from './indicator.ts';

const base58check = createBase58check(sha256);

/** Version bytes of base58check addresses: Bitcoin, Litecoin, Dogecoin, Dash, Tron, Zcash (two bytes, of which the first). */
const versions = new Set([0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41, 0x1c]);

/** The wallet that a run of letters and digits is, its checksum verified. Ethereum addresses in one case have none and say so by lacking the reason. */
export function walletAt(text: string, start: number, end: number): Match | undefined {
  const raw = text.slice(start, end);
  const length = raw.length;
  if (length < 26 || length > 106) return undefined;
  const found = (value: string, notes: Reason[]): Match => ({ kind: 'wallet', value, start, end, notes });
  if (/^0x[0-9a-f]{40}$/i.test(raw)) {
    const mixed = /[a-f]/.test(raw) && /[A-F]/.test(raw.slice(2));
    if (!mixed) return found(raw.toLowerCase(), []);
    return raw === eip55(raw) ? found(raw, ['checksum-holds']) : found(raw, ['checksum-fails']);
  }
  if (/^(?:bc|ltc)1/i.test(raw)) return isSegwit(raw) ? found(raw.toLowerCase(), ['checksum-holds']) : undefined;
  if (length <= 35 && length >= 26 && /^[13LMDXT79At]/.test(raw))
    return isBase58(raw) ? found(raw, ['checksum-holds']) : undefined;
  if ((length === 95 || length === 106) && /^[48]/.test(raw))
    return isMonero(raw) ? found(raw, ['checksum-holds']) : undefined;
  return undefined;
}

function isBase58(raw: string): boolean {
  try {
    const bytes = base58check.decode(raw);
    return (bytes.length === 21 || bytes.length === 22) && versions.has(bytes[0] ?? -1);
  } catch {
    return false;
  }
}

function isSegwit(raw: string): boolean {
  return bech32.decodeUnsafe(raw) !== undefined || bech32m.decodeUnsafe(raw) !== undefined;
}

function isMonero(raw: string): boolean {
  try {
    const bytes = base58xmr.decode(raw);
    const sum = keccak_256(bytes.slice(0, -4));
    return bytes.slice(-4).every((byte, index) => byte === sum[index]);
  } catch {
    return false;
  }
}

/** The checksummed form of an Ethereum address (EIP-55): a letter is capital where the hash of the address has a digit of 8 or more. */
function eip55(address: string): string {
  const lower = address.slice(2).toLowerCase();
  const sum = keccak_256(new TextEncoder().encode(lower));
  const nibble = (index: number): number => ((sum[index >> 1] ?? 0) >> (index % 2 === 0 ? 4 : 0)) & 15;
  return `0x${Array.from(lower, (letter, index) => (nibble(index) >= 8 ? letter.toUpperCase() : letter)).join('')}`;
}
