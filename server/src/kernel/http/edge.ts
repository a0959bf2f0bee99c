import ipaddr from 'ipaddr.js';
import { isLoopback, type Config } from '../config.ts';

/** Whether an address lies in one of some addresses or prefixes; IPv4 mapped into IPv6 counts as IPv4. */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map((network) => {
    const [address = '', length] = network.split('/');
    const start = ipaddr.process(address);
    return { start, length: length === undefined ? (start.kind() === 'ipv4' ? 32 : 128) : Number(length) };
  });
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const given = ipaddr.process(address);
    return ranges.some(({ start, length }) => start.kind() === given.kind() && given.match(start, length));
  };
}

/** The host of a `Host` header without its port: `localhost:8080` and `[::1]:8080` give `localhost` and `::1`. */
function hostOf(header: string): string {
  return URL.canParse(`http://${header}/`) ? new URL(`http://${header}/`).hostname.replace(/^\[(.*)\]$/, '$1') : '';
}

/**
 * Whether this server answers for a `Host` header. A drill answers for loopback names only: a page elsewhere whose
 * name was rebound to 127.0.0.1 (DNS rebinding) still sends its own name here. With TOCSIN_PUBLIC_URL that name and
 * loopback count; without it, any.
 */
export function hostAllowed({ drill, publicUrl }: Pick<Config, 'drill' | 'publicUrl'>, header: string): boolean {
  const host = hostOf(header);
  if (isLoopback(host)) return true;
  if (drill || host === '') return false;
  return publicUrl === undefined || new URL(publicUrl).hostname === host;
}

/** What decides whether a request was made by a page of another site. */
export interface SiteFacts {
  readonly method: string;
  /** True when an `Authorization` header is sent: a browser adds none by itself. */
  readonly token: boolean;
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
  /** Scheme and host that the browser sees: `https://tocsin.example.org`. */
  readonly ownOrigin: string;
}

/**
 * Whether a change comes from a page of another site, and must not ride on the visitor's session. The rule is that of
 * Go's net/http CrossOriginProtection: Sec-Fetch-Site where the browser sends it, else Origin; a request with neither
 * was made by no browser of this decade. (SameSite=Strict on the cookie is the second wall.)
 */
export function isCrossSite({ method, token, secFetchSite, origin, ownOrigin }: SiteFacts): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || token) return false;
  if (secFetchSite !== undefined) return secFetchSite !== 'same-origin' && secFetchSite !== 'none';
  return origin !== undefined && origin !== ownOrigin;
}
