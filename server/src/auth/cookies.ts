import type { FastifyReply, FastifyRequest } from 'fastify';

/** `session`: who is signed in. `device`: has signed in here before. `flow`: single sign-on that is under way. */
export type Cookie = 'session' | 'device' | 'flow';

/** Whether the browser reaches this server by https. */
export function isSecure(request: Pick<FastifyRequest, 'protocol'>, secureCookies: boolean): boolean {
  return secureCookies || request.protocol === 'https';
}

/**
 * The name of a cookie. With https it has the prefix __Host-, which browsers take from this very host alone: no
 * neighbour under the same domain can plant one (draft-ietf-httpbis-rfc6265bis, "Cookie Name Prefixes"). Plain http is for loopback.
 */
export function cookieName(cookie: Cookie, secure: boolean): string {
  return `${secure ? '__Host-' : ''}tocsin_${cookie}`;
}

/**
 * Sets a cookie. `lax` lets it come along when another site leads here, which single sign-on needs on its way back; the
 * session never does.
 */
export function setCookie(
  reply: FastifyReply,
  cookie: Cookie,
  value: string,
  { secure, expires }: { secure: boolean; expires: Date },
): void {
  const sameSite = cookie === 'flow' ? 'lax' : 'strict';
  reply.setCookie(cookieName(cookie, secure), value, { httpOnly: true, sameSite, secure, path: '/', expires });
}

/** Takes a cookie back. */
export function clearCookie(reply: FastifyReply, cookie: Cookie, secure: boolean): void {
  reply.clearCookie(cookieName(cookie, secure), { path: '/', secure });
}
