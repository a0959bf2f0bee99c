import ipaddr from 'ipaddr.js';
import { holds, parseAddress, specialKind, translated, type Prefix } from './special-addresses.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What may be reached beyond the public Internet, and what not even of it. */
export interface OutboundPolicy {
  /** Prefixes that may be reached whatever they are, also without TLS. */
  readonly prefixes: readonly Prefix[];
  /** Names in lower case; one that begins with a dot stands for every name below it. */
  readonly hosts: readonly string[];
  /** Prefixes that are never reached: they count before all else. */
  readonly denied: readonly Prefix[];
  /** Only what is allowed by name or prefix is reached. A drill touches nothing outside. */
  readonly onlyAllowed: boolean;
}

/** Reads TOCSIN_OUTBOUND_ALLOW and TOCSIN_OUTBOUND_DENY: addresses and prefixes, and names among the allowed. */
export function outboundPolicy(given: {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly onlyAllowed: boolean;
}): OutboundPolicy {
  const prefixes = given.allow.map(parsePrefix).filter((prefix) => prefix !== undefined);
  const hosts = given.allow.filter((entry) => parsePrefix(entry) === undefined).map((host) => host.toLowerCase());
  const denied = given.deny.map(parsePrefix).filter((prefix) => prefix !== undefined);
  return { prefixes, hosts, denied, onlyAllowed: given.onlyAllowed };
}

/** A prefix, or one address as a prefix; undefined where the text is neither. */
function parsePrefix(text: string): Prefix | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parseAddress(text);
  return address && [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** A host of a URL as it is compared: lower case, without brackets and the final dot. */
export function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** Whether the policy names a host. */
export function hostAllowed({ hosts }: OutboundPolicy, hostname: string): boolean {
  const host = bareHost(hostname);
  return hosts.some((entry) => (entry.startsWith('.') ? host.endsWith(entry) : host === entry));
}

/** Kinds that no name opens: whoever holds the name would reach the machine's own cloud or its neighbours. */
const neverByName = new Set([
  'link-local',
  'metadata of a cloud',
  'multicast',
  'this network',
  'tunnel',
  'translation',
]);

/**
 * Why an address that `hostname` stands for is not to be reached; undefined when it may be. `hostname` is the address
 * itself where the URL holds one.
 */
export function addressRefusal(policy: OutboundPolicy, hostname: string, text: string): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return 'not an address';
  if (policy.denied.some((prefix) => holds(prefix, address))) return 'denied';
  const inner = translated(address);
  if (policy.prefixes.some((prefix) => holds(prefix, address)))
    // Who allows the translation of addresses has not allowed every address behind it.
    return inner === undefined ? undefined : addressRefusal(policy, hostname, inner.toString());
  const kind = specialKind(address);
  if (hostAllowed(policy, hostname)) return kind !== undefined && neverByName.has(kind) ? kind : undefined;
  return kind ?? (policy.onlyAllowed ? 'not allowed in a drill' : undefined);
}

/** Whether an address is allowed by a prefix of its own: then it is reached without TLS too, and on any port. */
function addressAllowed(policy: OutboundPolicy, address: Address | undefined): boolean {
  return address !== undefined && policy.prefixes.some((prefix) => holds(prefix, address));
}

const webPorts = new Set(['', '80', '443']);

/**
 * Why a URL is not to be asked for, judged without resolving its name; undefined when nothing speaks against it. The
 * URL standard has already made 2130706433, 0x7f.1 and 017700000001 into 127.0.0.1, and refused zone ids.
 */
export function urlRefusal(policy: OutboundPolicy, url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only https';
  if (url.username !== '' || url.password !== '') return 'the URL holds credentials';
  const host = bareHost(url.hostname);
  const address = parseAddress(host);
  const allowed = hostAllowed(policy, host) || addressAllowed(policy, address);
  if (url.protocol === 'http:' && !allowed) return 'only https';
  // Below 1024 listen services that are no web servers and may be talked into something by a crafted request.
  if (!allowed && !webPorts.has(url.port) && Number(url.port) < 1024) return 'not a port of the web';
  return address === undefined ? undefined : addressRefusal(policy, host, host);
}
