import ipaddr from 'ipaddr.js';
import { anyAddress, attributeTypes } from './attribute-types.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** `ipv4-addr` or `ipv6-addr`, as the value is; a prefix counts too. */
export function addressType(value: string): 'ipv4-addr' | 'ipv6-addr' | undefined {
  const address = value.split('/', 1)[0] ?? '';
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return 'ipv4-addr';
  return ipaddr.IPv6.isValid(address) ? 'ipv6-addr' : undefined;
}

/**
 * The tests that a pattern makes for an attribute, `a = 'b'` each; `undefined` for a type that is no observable, or a value
 * that its type does not take.
 */
export function testsOf(type: string, value: string): string[] | undefined {
  const known = attributeTypes.get(type);
  if (known === undefined) return undefined;
  const border = value.indexOf('|');
  const parts =
    known.paths.length === 1 ? [value] : border < 0 ? [] : [value.slice(0, border), value.slice(border + 1)];
  if (parts.length !== known.paths.length || parts.includes('')) return undefined;
  const tests: string[] = [];
  for (const [index, path] of known.paths.entries()) {
    const part = (parts[index] ?? '').trim();
    if (path === anyAddress) {
      const family = addressType(part);
      if (family === undefined) return undefined;
      tests.push(`${family}:value = ${quoted(part)}`);
    } else if (path.endsWith('_port') || path.endsWith(':number')) {
      const number = part.replace(/^AS/i, '');
      if (!/^\d{1,10}$/.test(number)) return undefined;
      tests.push(`${path} = ${number}`);
    } else tests.push(`${path} = ${quoted(part)}`);
  }
  return tests;
}
