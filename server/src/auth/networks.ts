import ipaddr from 'ipaddr.js';
import { AppError } from '#kernel/errors.ts';

/** Addresses and prefixes in the form of PostgreSQL's cidr: no bits set behind the prefix. Throws `validation_failed`. */
export function networksOf(given: readonly string[]): string[] {
  return given.map((text, index) => {
    if (ipaddr.isValid(text)) return ipaddr.parse(text).toString();
    if (!ipaddr.isValidCIDR(text)) {
      const problem = { in: 'body', pointer: `/addresses/${index}`, problem: 'is neither an address nor a prefix' };
      throw new AppError('validation_failed', {
        detail: `${text} is neither an address nor a prefix.`,
        problems: [problem],
      });
    }
    const [address, length] = ipaddr.parseCIDR(text);
    const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
    return `${family.networkAddressFromCIDR(text).toString()}/${length}`;
  });
}
