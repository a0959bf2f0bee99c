import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { formatIp, parseIp } from '#registry/ip-data/index.ts';
import { refang } from './refang.ts';

/** The longest value that is looked up; a longer one is looked up by this much of it. */
const longest = 2000;

/**
 * A value in the one form in which values are compared: addresses as RFC 5952 writes them, names as A-labels, schemes and
 * hosts of URLs in lower case, hashes and the rest in lower case without what surrounds them.
 */
export function canonicalValue(given: string): string {
  const text = refang(given.trim()).slice(0, longest);
  const address = parseIp(text);
  if (address !== undefined) return formatIp(address);
  const [, scheme, authority, rest] = /^([a-z][a-z0-9+.-]{1,20}):\/\/([^/?#]*)(.*)$/is.exec(text) ?? [];
  if (scheme !== undefined)
    return `${scheme.toLowerCase()}://${(authority ?? '').toLowerCase()}${rest === '/' ? '' : (rest ?? '')}`;
  const lower = text.toLowerCase();
  const name = lower.replace(/\.$/, '');
  // Only names of other scripts pay for the conversion.
  return /^[\x00-\x7f]*$/.test(name) || !/^\S+\.\S+$/.test(name) ? name : domainToASCII(name) || name;
}

/** The key under which a canonical value is indexed: the first half of its SHA-256, in the form of a UUID. */
export function digestOf(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex').slice(0, 32);
}

/** The host that a URL names, or a mail address after its @; undefined for what has none. */
export function hostOf(canonical: string): string | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/?#:]+)/i.exec(canonical)?.[1];
  const found = host?.replace(/^\[|\]$/g, '') ?? /^[^\s@/]+@([^\s@/]+\.[^\s@/]+)$/.exec(canonical)?.[1];
  return found === undefined || found === '' ? undefined : canonicalValue(found);
}
