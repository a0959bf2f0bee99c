import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
/** A prefix as ipaddr.js parses it. */
export type Prefix = readonly [network: Address, length: number];

/**
 * What is no host on the public Internet, after the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and
 * its updates), and what answers for a machine's own cloud. The first prefix that fits names the kind.
 */
const special: readonly (readonly [prefix: Prefix, kind: string])[] = (
  [
    ['0.0.0.0/8', 'this network'],
    ['10.0.0.0/8', 'private'],
    ['100.64.0.0/10', 'shared by a provider'],
    ['127.0.0.0/8', 'loopback'],
    ['168.63.129.16/32', 'metadata of a cloud'],
    ['169.254.0.0/16', 'link-local'],
    ['172.16.0.0/12', 'private'],
    ['192.0.0.0/24', 'protocol assignment'],
    ['192.0.2.0/24', 'documentation'],
    ['192.88.99.0/24', 'reserved'],
    ['192.168.0.0/16', 'private'],
    ['198.18.0.0/15', 'benchmarking'],
    ['198.51.100.0/24', 'documentation'],
    ['203.0.113.0/24', 'documentation'],
    ['224.0.0.0/4', 'multicast'],
    ['240.0.0.0/4', 'reserved'],
    ['::/128', 'this network'],
    ['::1/128', 'loopback'],
    ['64:ff9b::/96', 'translation'],
    ['64:ff9b:1::/48', 'translation'],
    ['2001::/32', 'tunnel'],
    ['2001::/23', 'protocol assignment'],
    ['2001:db8::/32', 'documentation'],
    ['2002::/16', 'tunnel'],
    ['3fff::/20', 'documentation'],
    ['fc00::/7', 'private'],
    ['fe80::/10', 'link-local'],
    ['ff00::/8', 'multicast'],
  ] as const
).map(([prefix, kind]) => [ipaddr.parseCIDR(prefix), kind]);

/** All that IANA has given out as global unicast (RFC 4291 2.4); IPv4-compatible addresses lie outside it too. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** An address from text, IPv4-mapped ones as IPv4 and without a zone; undefined where it is none. */
export function parseAddress(text: string): Address | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  // Not process(): it keeps the zone, and it takes the long-gone ::192.0.2.1 (RFC 4291 2.5.5.1) for a mapped address.
  const address = ipaddr.parse(text.replace(/%.*$/, '').replace(/^::(\d+)\.(\d+)\.(\d+)\.(\d+)$/, compatible));
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function compatible(_: string, ...bytes: string[]): string {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
  return `::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** Whether a prefix holds an address. */
export function holds(prefix: Prefix, address: Address): boolean {
  const [network, length] = prefix;
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, length);
  return address instanceof ipaddr.IPv6 && address.match(network, length);
}

/** What kind of address it is where that is no host on the public Internet; undefined for a public one. */
export function specialKind(address: Address): string | undefined {
  const found = special.find(([prefix]) => holds(prefix, address));
  if (found !== undefined) return found[1];
  return address instanceof ipaddr.IPv6 && !holds(globalUnicast, address) ? 'reserved' : undefined;
}

/** The IPv4 address that a NAT64 address (RFC 6052 2.2, well-known prefix) leads to; undefined for any other. */
export function translated(address: Address): ipaddr.IPv4 | undefined {
  if (!(address instanceof ipaddr.IPv6) || !holds(ipaddr.parseCIDR('64:ff9b::/96'), address)) return undefined;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
