import { BlockList, isIPv6 } from 'node:net';

const blocks = new BlockList();
for (const [network, length] of [
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['198.18.0.0', 15],
  ['10.0.0.0', 8],
] as const)
  blocks.addSubnet(network, length, 'ipv4');
blocks.addSubnet('2001:db8::', 32, 'ipv6');

/** Whether an address lies in a network for documentation or benchmarks, or in a private one (RFC 5737, 3849, 2544, 1918). */
export const isForExamples = (address: string): boolean => blocks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
