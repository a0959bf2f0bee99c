import { isIP } from '#kernel/ip-literal.ts';
import type { JsonObject } from '../decode/feed.ts';
import { endpointOfUrl } from '../decode/url-host.ts';

/** Whom and what an observation is about: one event of it. Undefined members were not told. */
export interface Observation {
  address?: unknown;
  port?: unknown;
  protocol?: unknown;
  dstAddress?: unknown;
  dstPort?: unknown;
  domain?: unknown;
  url?: unknown;
}

export type Lookup = (ref: unknown) => JsonObject | undefined;

/**
 * The observations that cyber-observable objects tell (STIX 2.1 section 6): one for each network-traffic, whose source is the one concerned, and for each
 * address that no traffic refers to; where there is neither, one for each URL, or else for each domain name.
 */
export function observationsOf(observables: readonly JsonObject[], lookup: Lookup): Observation[] {
  const ofType = (...types: string[]) => observables.filter((object) => types.includes(String(object['type'])));
  const traffic = ofType('network-traffic');
  const ends = new Set(traffic.flatMap((one) => [lookup(one['src_ref']), lookup(one['dst_ref'])]));
  const found: Observation[] = traffic
    .map((one) => observationOfTraffic(one, lookup))
    .filter((one) => one.address !== undefined);
  for (const one of ofType('ipv4-addr', 'ipv6-addr')) if (!ends.has(one)) found.push({ address: one['value'] });

  const urls = ofType('url').map((one) => one['value']);
  const domains = ofType('domain-name').map((one) => one['value']);
  const only = found.length === 1 ? found[0] : undefined;
  if (only) {
    if (urls.length === 1) only.url = urls[0];
    if (domains.length === 1) only.domain = domains[0];
  }
  if (found.length > 0) return found;
  return urls.length > 0 ? urls.map(observationOfUrl) : domains.map((domain) => ({ domain }));
}

function observationOfTraffic(traffic: JsonObject, lookup: Lookup): Observation {
  const source = lookup(traffic['src_ref'])?.['value'];
  const target = lookup(traffic['dst_ref'])?.['value'];
  const protocols: unknown[] = Array.isArray(traffic['protocols']) ? traffic['protocols'] : [];
  const protocol = protocols.find((name) => name === 'tcp' || name === 'udp' || name === 'icmp') ?? protocols.at(-1);
  // Only one end was seen: it is the one concerned.
  if (source === undefined) return { protocol, address: target, port: traffic['dst_port'] };
  return { protocol, address: source, port: traffic['src_port'], dstAddress: target, dstPort: traffic['dst_port'] };
}

function observationOfUrl(url: unknown): Observation {
  const host = endpointOfUrl(String(url));
  return {
    url,
    ...(host.address === '' ? {} : { address: host.address }),
    ...(host.domain === '' ? {} : { domain: host.domain }),
    ...(host.port === -1 ? {} : { port: host.port }),
  };
}

const COMPARISON = /\[?\s*(ipv4-addr|ipv6-addr|domain-name|url):value\s*=\s*'((?:[^'\\]|\\.)*)'/g;

/** What an indicator's pattern compares addresses, names and URLs with, where it does so by equality. */
export function observationsOfPattern(pattern: string): Observation[] {
  return [...pattern.matchAll(COMPARISON)].map(([, type, quoted = '']) => {
    const value = quoted.replace(/\\(.)/g, '$1');
    if (type === 'url') return observationOfUrl(value);
    return isIP(value) === 0 ? { domain: value } : { address: value };
  });
}
