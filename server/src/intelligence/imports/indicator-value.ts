import ipaddr from 'ipaddr.js';
import { testsOf } from '../misp/pattern-of.ts';
import { refang } from '../search/refang.ts';

/** What a value is, by the names of MISP's types, which analysts know. */
export const valueTypes = [
  'ip-dst',
  'domain',
  'url',
  'email',
  'md5',
  'sha1',
  'sha256',
  'sha512',
  'filename',
  'mutex',
  'regkey',
  'AS',
  'ip-dst|port',
  'filename|sha256',
] as const;

/** Other names that files give them. */
const aliases: Readonly<Record<string, string>> = {
  ip: 'ip-dst', ipv4: 'ip-dst', ipv6: 'ip-dst', 'ip-src': 'ip-dst', address: 'ip-dst', cidr: 'ip-dst', 'ipv4-addr': 'ip-dst', 'ipv6-addr': 'ip-dst',
  'ip:port': 'ip-dst|port', fqdn: 'domain', hostname: 'domain', host: 'domain', 'domain-name': 'domain', uri: 'url', 'e-mail': 'email', mail: 'email', 'email-addr': 'email',
  'sha-1': 'sha1', 'sha-256': 'sha256', 'sha-512': 'sha512', md5_hash: 'md5', sha1_hash: 'sha1', sha256_hash: 'sha256', file: 'filename', asn: 'AS',
}; // prettier-ignore

const hashLengths: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };
const nameForm = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/iu;

/** The type of a value by its form; `undefined` where it is none that can be told. */
export function guessType(value: string): string | undefined {
  if (value.length > 8192) return undefined;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i.test(value)) return URL.canParse(value) ? 'url' : undefined;
  const [address = '', mask, ...more] = value.split('/');
  if (ipaddr.isValid(address) && (ipaddr.IPv6.isValid(address) || ipaddr.IPv4.isValidFourPartDecimal(address)))
    return more.length === 0 && (mask === undefined || /^\d{1,3}$/.test(mask)) ? 'ip-dst' : undefined;
  const [host = '', port = ''] = value.split(':');
  if (/^\d{1,5}$/.test(port) && ipaddr.IPv4.isValidFourPartDecimal(host)) return 'ip-dst|port';
  if (/^[0-9a-f]+$/i.test(value) && hashLengths[value.length] !== undefined) return hashLengths[value.length];
  if (/^[^\s@]{1,64}@[^\s@]{1,253}$/.test(value))
    return nameForm.test(value.slice(value.indexOf('@') + 1)) ? 'email' : undefined;
  if (/^AS\d{1,10}$/i.test(value)) return 'AS';
  return value.length <= 253 && nameForm.test(value) ? 'domain' : undefined;
}

/** The pattern that asks for a value: of the type that is named, else of the one that its form tells. */
export function patternOf(
  given: string,
  named?: string,
): { readonly type: string; readonly value: string; readonly pattern: string } | undefined {
  const value = refang(given.trim());
  const word = (named ?? '').trim().toLowerCase();
  const type =
    word === '' ? guessType(value) : (aliases[word] ?? valueTypes.find((each) => each.toLowerCase() === word));
  if (type === undefined || value === '') return undefined;
  const spelled =
    type === 'ip-dst|port'
      ? value.replace(/:(\d+)$/, '|$1')
      : ['domain', 'md5', 'sha1', 'sha256', 'sha512'].includes(type)
        ? value.toLowerCase()
        : value;
  const tests = testsOf(type, spelled);
  return tests && { type, value: spelled, pattern: `[${tests.join(' AND ')}]` };
}
