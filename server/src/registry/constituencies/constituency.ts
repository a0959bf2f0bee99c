import { domainToASCII } from 'node:url';
import { sectorSlugs, type ConstituencyKind } from '@tocsin/api';
import { formatPrefix, readCidr } from '../ip-data/prefix.ts';

/** A value in its canonical form, or why it is none. */
export type Normalised = { readonly value: string } | { readonly refusal: string };

/**
 * The canonical form of what an org answers for: `PL`, `64500`, `2001:db8::/48`, `gov.example`, `energy`. Two texts that
 * mean the same give the same value. `nations` holds the codes that the programme knows.
 */
export function normaliseValue(kind: ConstituencyKind, text: string, nations: ReadonlySet<string>): Normalised {
  const given = text.trim();
  switch (kind) {
    case 'nation':
      return normaliseNation(given, nations);
    case 'asn':
      return normaliseAsn(given);
    case 'prefix':
      return normalisePrefix(given);
    case 'suffix':
      return normaliseSuffix(given);
    case 'sector':
      return normaliseSector(given);
  }
}

function normaliseNation(given: string, nations: ReadonlySet<string>): Normalised {
  const code = given.toUpperCase();
  return nations.has(code) ? { value: code } : { refusal: `"${given}" is no nation of this programme` };
}

/** AS numbers that no network can have: RFC 7607, RFC 6793 (AS_TRANS), RFC 7300. */
const reservedAsns: ReadonlySet<number> = new Set([0, 23456, 65535, 4294967295]);

function normaliseAsn(given: string): Normalised {
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(given)?.[1];
  const asn = Number(digits);
  if (digits === undefined || asn > 0xffffffff) return { refusal: `"${given}" is no AS number (0 to 4294967295)` };
  return reservedAsns.has(asn) ? { refusal: `AS ${asn} is reserved and no network's` } : { value: String(asn) };
}

/** Wider than any network that one organisation holds; a slip such as /0 would give it everybody's events. */
const widest = { 4: 8, 6: 16 } as const;

function normalisePrefix(given: string): Normalised {
  const prefix = readCidr(given);
  if (prefix === 'bad_prefix') return { refusal: `"${given}" is no address or prefix` };
  if (prefix === 'host_bits') {
    const cleared = readCidr(given, 'clear');
    const meant = typeof cleared === 'string' ? '' : `; the network is ${formatPrefix(cleared)}`;
    return { refusal: `"${given}" has bits set beyond its length${meant}` };
  }
  if (prefix.length < widest[prefix.version])
    return {
      refusal: `"${given}" is wider than /${widest[prefix.version]}, the widest taken for IPv${prefix.version}`,
    };
  return { value: formatPrefix(prefix) };
}

const hostLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** What resolvers see besides: names of services (RFC 8552), and what careless providers give to their customers. */
const anyLabel = /^[a-z0-9_-]{1,63}$/;

/**
 * A domain name as lower-case A-labels without dots at its ends (RFC 5890), or undefined: by the rules for hosts
 * (RFC 1123), or of `any` letters, digits, hyphens and underscores.
 */
export function normaliseDomain(text: string, labelsOf: 'hosts' | 'any' = 'hosts'): string | undefined {
  const allowed = labelsOf === 'hosts' ? hostLabel : anyLabel;
  const name = domainToASCII(text.trim().replace(/\.$/, ''));
  const labels = name.split('.');
  if (name.length > 253 || !labels.every((label) => allowed.test(label))) return undefined;
  // A last label of digits alone is an address, or a broken one (RFC 3696 section 2).
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : name;
}

function normaliseSuffix(given: string): Normalised {
  const value = normaliseDomain(given.replace(/^\*?\./, ''));
  return value === undefined ? { refusal: `"${given}" is no domain name` } : { value };
}

function normaliseSector(given: string): Normalised {
  const slug = given.toLowerCase().replace(/[\s_]+/g, '-');
  const value = sectorSlugs.find((sector) => sector === slug);
  return value === undefined
    ? { refusal: `"${given}" is no sector; the sectors are ${sectorSlugs.join(', ')}` }
    : { value };
}

/** Why an entry of this kind cannot be marked as shared, if it cannot. */
export function sharedProblem(kind: ConstituencyKind): string | undefined {
  return kind === 'asn' || kind === 'prefix' ? undefined : 'only networks (asn, prefix) are shared by many customers';
}
