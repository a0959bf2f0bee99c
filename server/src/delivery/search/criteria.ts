import { domainToASCII } from 'node:url';
import type { EventFilter } from '@tocsin/api';
import ipaddr from 'ipaddr.js';
import { AppError } from '#kernel/errors.ts';

/** What somebody looks for: a filter of the API, read and checked. Empty lists filter nothing. */
export interface Criteria {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** As given; `none` stands for events without one. */
  readonly families: readonly string[];
  readonly classes: readonly string[];
  /** ISO codes; `none` stands for unknown. */
  readonly countries: readonly string[];
  readonly sources: readonly string[];
  readonly asns: readonly number[];
  /** A prefix in CIDR form; an address is one of full length. */
  readonly network: string | undefined;
  readonly ports: readonly number[];
  /** A domain; its subdomains count. */
  readonly domain: string | undefined;
  /** The operator's queue of what matched nobody. */
  readonly unrouted: boolean;
}

/** The word for what has no family or no country. */
export const none = 'none';

/** Reads a filter. Throws `validation_failed` for an address that is none, or a time range that ends before it begins. */
export function readCriteria(filter: EventFilter): Criteria {
  const free = readFreeText(filter.q?.trim() ?? '');
  const from = filter.from === undefined ? undefined : new Date(filter.from);
  const to = filter.to === undefined ? undefined : new Date(filter.to);
  if (from !== undefined && to !== undefined && to < from) throw refusal('to', 'lies before from');
  return {
    from,
    to,
    families: [...listOf(filter.family), ...(free.families ?? [])],
    classes: listOf(filter.class),
    countries: listOf(filter.country).map((code) => (code === none ? code : code.toUpperCase())),
    sources: listOf(filter.source),
    asns: [...listOf(filter.asn).map(Number), ...(free.asns ?? [])],
    network:
      filter.address === undefined || filter.address === ''
        ? free.network
        : (networkOf(filter.address) ?? fail('address')),
    ports: [...listOf(filter.port).map(Number), ...(free.ports ?? [])],
    domain: domainOf(filter.domain ?? '') ?? free.domain,
    unrouted: filter.unrouted ?? false,
  };
}

/** Whether the hourly tallies can count what is looked for. */
export function isTallied({ sources, asns, network, ports, domain }: Criteria): boolean {
  return (
    sources.length === 0 && asns.length === 0 && network === undefined && ports.length === 0 && domain === undefined
  );
}

interface FreeText {
  readonly network?: string;
  readonly ports?: number[];
  readonly asns?: number[];
  readonly domain?: string;
  readonly families?: string[];
}

/**
 * What somebody typed or pasted into the one search field, be it defanged: an address, a prefix, an address with its port,
 * an AS number, a domain, a URL for its host; else a family.
 */
function readFreeText(given: string): FreeText {
  if (given === '') return {};
  const text = given.replace(/\[([.:@])\]/g, '$1');
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(text)?.[1];
  if (host !== undefined) {
    const { ports: _, ...found } = readFreeText(host);
    return found;
  }
  const network = networkOf(text);
  if (network !== undefined) return { network };
  const [, address = '', port] = /^(\[[0-9a-f:.]+\]|[^\s:]+):(\d{1,5})$/i.exec(text) ?? [];
  if (port !== undefined) {
    const at = readFreeText(address.replace(/^\[|\]$/g, ''));
    if (at.families === undefined) return { ...at, ports: [Number(port)] };
  }
  const asn = /^AS\s?(\d{1,10})$/i.exec(text)?.[1];
  if (asn !== undefined) return { asns: [Number(asn)] };
  const domain = /^[^\s.]+(\.[^\s.]+)+\.?$/.test(text) ? domainOf(text) : undefined;
  return domain === undefined ? { families: [given] } : { domain };
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Addresses and prefixes; bits behind the prefix are cut off. */
function networkOf(text: string): string | undefined {
  if (ipaddr.isValid(text) && (text.includes(':') || text.split('.').length === 4))
    return ipaddr.parse(text).toString();
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [address, length] = ipaddr.parseCIDR(text);
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(text).toString()}/${length}`;
}

/** As stored: lower case, as A-labels, without a dot at the end or a star before. */
function domainOf(text: string): string | undefined {
  const name = text.trim().toLowerCase().replace(/^\*\./, '').replace(/\.$/, '');
  const domain = domainToASCII(name) || name;
  return domain === '' ? undefined : domain;
}

function fail(name: string): never {
  throw refusal(name, 'is neither an address nor a prefix');
}

function refusal(name: string, problem: string): AppError {
  return new AppError('validation_failed', {
    detail: `query /${name}: ${problem}`,
    problems: [{ in: 'query', pointer: `/${name}`, problem }],
  });
}
