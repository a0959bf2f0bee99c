import ipaddr from 'ipaddr.js';

/**
 * The least and greatest id that hosts of a network can have. Ids begin with the address, IPv4 whole and IPv6 to 48 bits
 * (ingest/identity.ts), so that hosts of one network lie together.
 */
export function hostRange(network: string): { least: string; greatest: string } {
  const cidr = network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`;
  const family = ipaddr.parseCIDR(cidr)[0].kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const length = family === ipaddr.IPv4 ? 4 : 6;
  const hexOf = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
    Buffer.from(address.toByteArray().slice(0, length)).toString('hex');
  const least = hexOf(family.networkAddressFromCIDR(cidr)).padEnd(32, '0');
  // ipaddr.js has no last address of an IPv6 network: it is the first one with all the other bits set.
  const bits = Math.min(Number(cidr.split('/')[1]), length * 8);
  const open = (1n << BigInt(128 - bits)) - 1n;
  const greatest = (BigInt(`0x${least}`) | open).toString(16).padStart(32, '0');
  return { least: uuid(least), greatest: uuid(greatest) };
}

function uuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
