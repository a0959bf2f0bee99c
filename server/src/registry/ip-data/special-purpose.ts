import { mappedIpv4, wordAt, type IpAddress } from './ip-address.ts';

/**
 * Why an address is no host on the public Internet. After the IANA IPv4 and IPv6 Special-Purpose Address Registries
 * (RFC 6890 and its updates), the multicast ranges, and what IANA has not given out. Blocks that the registries mark
 * as globally reachable (AS112, AMT, ORCHIDv2 ...) are not special here.
 */
export type ReservedKind =
  | 'unspecified' // 0.0.0.0, ::
  | 'this_network' // 0.0.0.0/8
  | 'private' // RFC 1918, unique local RFC 4193
  | 'shared' // 100.64.0.0/10, between a provider and its customers, RFC 6598
  | 'loopback'
  | 'link_local'
  | 'protocol' // IETF protocol assignments, SRv6 SIDs, dummy prefix
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'broadcast'
  | 'discard' // 100::/64, RFC 6666
  | 'translation' // NAT64, RFC 6052 and RFC 8215
  | 'tunnel' // Teredo and 6to4: the host is the IPv4 address inside
  | 'reserved'; // for future use, or not given out

function kindOf192(ip: number): ReservedKind | null {
  const third = (ip >>> 8) & 0xffff;
  if ((third & 0xff00) === 0xa800) return 'private'; // 192.168.0.0/16
  if (third === 0x0002) return 'documentation'; // TEST-NET-1
  if (third === 0x5863) return 'reserved'; // 192.88.99.0/24, the former 6to4 relay anycast
  if (third !== 0) return null;
  const last = ip & 0xff; // 192.0.0.9 and 192.0.0.10 are globally reachable anycast
  return last === 9 || last === 10 ? null : 'protocol';
}

/** The kind of a special-purpose IPv4 address (unsigned 32-bit), or null for a public one. */
export function reservedKind4(ip: number): ReservedKind | null {
  const first = ip >>> 24;
  if (first >= 224) {
    if (first < 240) return 'multicast';
    return ip === 0xffffffff ? 'broadcast' : 'reserved';
  }
  switch (first) {
    case 0:
      return ip === 0 ? 'unspecified' : 'this_network';
    case 10:
      return 'private';
    case 100:
      return ((ip >>> 22) & 3) === 1 ? 'shared' : null;
    case 127:
      return 'loopback';
    case 169:
      return ((ip >>> 16) & 255) === 254 ? 'link_local' : null;
    case 172:
      return ((ip >>> 20) & 15) === 1 ? 'private' : null;
    case 192:
      return kindOf192(ip);
    case 198:
      if (((ip >>> 17) & 127) === 9) return 'benchmarking'; // 198.18.0.0/15
      return ((ip >>> 8) & 0xffff) === 0x3364 ? 'documentation' : null; // TEST-NET-2
    case 203:
      return ((ip >>> 8) & 0xffff) === 0x0071 ? 'documentation' : null; // TEST-NET-3
    default:
      return null;
  }
}

/** 2001::/23, the IETF protocol assignments, of which some blocks are ordinary, globally reachable ones. */
function kindOf2001(low: number, second: number, bytes: Uint8Array): ReservedKind | null {
  if (low === 0) return 'tunnel'; // 2001::/32, Teredo
  if (low === 1) {
    // 2001:1::1, ::2 and ::3: port control, TURN and DNS-SD anycast
    const anycast = second === 0 && wordAt(bytes, 8) === 0 && wordAt(bytes, 12) >= 1 && wordAt(bytes, 12) <= 3;
    return anycast ? null : 'protocol';
  }
  if (low === 2) return second >>> 16 === 0 ? 'benchmarking' : 'protocol';
  if (low === 3) return null; // AMT
  if (low === 4) return second >>> 16 === 0x0112 ? null : 'protocol'; // AS112
  if ((low & 0xfff0) === 0x20 || (low & 0xfff0) === 0x30) return null; // ORCHIDv2, drone remote ids
  return 'protocol';
}

function kindOfLow(first: number, second: number, bytes: Uint8Array): ReservedKind {
  if (first === 0 && second === 0) {
    const mapped = mappedIpv4(bytes);
    if (mapped >= 0) return reservedKind4(mapped) ?? 'translation';
    if (wordAt(bytes, 8) === 0 && wordAt(bytes, 12) <= 1) return wordAt(bytes, 12) === 0 ? 'unspecified' : 'loopback';
    return 'reserved';
  }
  if (first === 0x0064ff9b && (second >>> 16 === 1 || (second === 0 && wordAt(bytes, 8) === 0))) return 'translation';
  if (first === 0x01000000 && second === 0) return 'discard';
  if (first === 0x01000000 && second === 1) return 'protocol'; // 100:0:0:1::/64, dummy prefix, RFC 9780
  return 'reserved';
}

/** The kind of a special-purpose IPv6 address (16 bytes), or null for a public one. */
export function reservedKind6(bytes: Uint8Array): ReservedKind | null {
  const first = wordAt(bytes, 0);
  const second = wordAt(bytes, 4);
  const top = first >>> 16;
  if (top >>> 13 === 1) {
    // 2000::/3, the only part that is given out as global unicast
    if (top === 0x2001) {
      if ((first & 0xffff) === 0x0db8) return 'documentation';
      return (first & 0xffff) < 0x200 ? kindOf2001(first & 0xffff, second, bytes) : null;
    }
    if (top === 0x2002) return 'tunnel';
    return top === 0x3fff && (first & 0xf000) === 0 ? 'documentation' : null; // 3fff::/20, RFC 9637
  }
  if (top >>> 8 === 0xff) return 'multicast';
  if (top >>> 6 === 0x3fa) return 'link_local'; // fe80::/10
  if (top >>> 9 === 0x7e) return 'private'; // fc00::/7
  if (top === 0x5f00) return 'protocol'; // SRv6 SIDs, RFC 9602
  return top < 0x2000 ? kindOfLow(first, second, bytes) : 'reserved';
}

/** The kind of a special-purpose address, or null for a public one. */
export function reservedKind(ip: IpAddress): ReservedKind | null {
  return ip.version === 4 ? reservedKind4(ip.value) : reservedKind6(ip.bytes);
}
