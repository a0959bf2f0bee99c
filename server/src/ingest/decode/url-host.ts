import { isIP } from '#kernel/ip-literal.ts';

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^/?#:]*)(?::(\d{1,6}))?(?:[/?#]|$)/i;

export interface Endpoint {
  /** Exactly one of the two is set, or neither. */
  address: string;
  domain: string;
  /** -1 when not given. */
  port: number;
}

const NOWHERE: Endpoint = { address: '', domain: '', port: -1 };

/** Host and port of an absolute URL, as written: nothing is decoded or resolved. */
export function endpointOfUrl(url: string): Endpoint {
  const parts = AUTHORITY.exec(url);
  if (!parts) return NOWHERE;
  return endpoint(parts[1] ?? '', parts[2]);
}

/** Host and port of `host`, `host:port`, `[v6]:port` or a bare IPv6 address. */
export function endpointOfText(text: string): Endpoint {
  if (isIP(text) !== 0) return { address: text, domain: '', port: -1 };
  const parts = /^(\[[^\]]*\]|[^:\s/]+)(?::(\d{1,6}))?$/.exec(text);
  return parts ? endpoint(parts[1] ?? '', parts[2]) : NOWHERE;
}

function endpoint(host: string, port: string | undefined): Endpoint {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const address = isIP(bare) !== 0 ? bare : '';
  return { address, domain: address === '' ? bare : '', port: port === undefined ? -1 : Number(port) };
}
