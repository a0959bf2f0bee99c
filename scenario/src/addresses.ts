import type { Random } from './random.ts';

const number4 = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const text4 = (address: number): string =>
  [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');

/** The first address and the size of an IPv4 prefix. */
export function range4(prefix: string): { first: number; size: number } {
  const [network = '', length = '32'] = prefix.split('/');
  return { first: number4(network), size: 2 ** (32 - Number(length)) };
}

/** An address of an IPv4 prefix, neither the first nor the last one of it. */
export function addressIn4(prefix: string, random: Random): string {
  const { first, size } = range4(prefix);
  return text4(first + 1 + random.below(Math.max(1, size - 2)));
}

/** The `index`-th address of an IPv4 prefix. */
export function addressAt4(prefix: string, index: number): string {
  return text4(range4(prefix).first + index);
}

/** An address of a /48, as a customer with a /64 and privacy extensions has it (RFC 8981). */
export function addressIn6(prefix: string, random: Random): string {
  const network = prefix.slice(0, prefix.indexOf('::'));
  const group = (): string => (1 + random.below(0xfffe)).toString(16);
  return [network, group(), group(), group(), group(), group()].join(':');
}
