import { domainToASCII } from 'node:url';
import { mappedIpv4, parseIpv4, parseIpv6Into } from '#registry/ip-data/index.ts';
import { endpointOfUrl } from './decode/url-host.ts';
import type { Given } from './given.ts';
import type { RefusalReason } from './refusal-reasons.ts';
import type { Concern } from './router.ts';
import { sectorOf } from './sector-of.ts';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly detail: string;
}

/** Clocks of sensors differ: so far ahead of ours an event may be. */
export const FUTURE_TOLERANCE_MS = 3_600_000;

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

const beyondAscii = /[^\0-\x7f]/;

/** Lower case, as A-labels, without a trailing dot; '' for what is an address or no name at all. */
export function domainName(given: string): string {
  let name = given.trim().toLowerCase();
  if (beyondAscii.test(name)) name = domainToASCII(name);
  if (name.endsWith('.')) name = name.slice(0, -1);
  if (name === '' || name.length > 253 || !name.includes('.') || parseIpv4(name) >= 0) return '';
  return /[\s/:@[\]]/.test(name) ? '' : name;
}

/** Whom a URL names who is named by nothing else: its host, at its port. */
function readUrl(given: Given): void {
  const { address, domain, port } = endpointOfUrl(given.url);
  given.address = address;
  given.domain = domainName(domain) || domain;
  if (given.port === -1) given.port = port;
}

/**
 * Checks what a record gave and reads its address and name into `concern` (`scratch` holds the bytes of an IPv6 address).
 * Returns why the record is refused, or null.
 */
export function checkRecord(given: Given, now: number, concern: Concern, scratch: Uint8Array): Refusal | null {
  concern.address4 = -1;
  concern.address6 = null;
  if (Number.isNaN(given.time)) {
    return {
      reason: 'no_time',
      detail: given.timeText === '' ? 'no time was given' : `"${shown(given.timeText)}" is no time`,
    };
  }
  if (given.time > now + FUTURE_TOLERANCE_MS) {
    return {
      reason: 'time_in_future',
      detail: `${new Date(given.time).toISOString()} lies ahead of this server's clock`,
    };
  }
  if (given.url !== '' && given.address === '' && given.domain === '') readUrl(given);
  if (given.address !== '') {
    concern.address4 = parseIpv4(given.address);
    if (concern.address4 < 0) {
      if (!parseIpv6Into(given.address, scratch)) {
        return { reason: 'bad_address', detail: `"${shown(given.address)}" is no IPv4 or IPv6 address` };
      }
      concern.address4 = mappedIpv4(scratch);
      if (concern.address4 < 0) concern.address6 = scratch;
    }
  }
  if (Number.isNaN(given.port) || given.port > 65_535 || given.port < -1) {
    return {
      reason: 'bad_port',
      detail: Number.isNaN(given.port) ? 'the port is no number' : `${given.port} is no port`,
    };
  }
  const name = given.domain !== '' ? given.domain : given.hostname;
  concern.domain = name === '' ? '' : domainName(name);
  concern.sector = sectorOf(given.sector);
  if (given.address === '' && given.domain === '' && given.url === '') {
    return { reason: 'no_concerned_party', detail: 'neither an address nor a name nor a URL was given' };
  }
  return null;
}
