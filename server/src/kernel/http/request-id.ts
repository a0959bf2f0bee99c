import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What an id may look like that a proxy gave: safe in logs and headers. */
const sane = /^[\w.:-]{1,64}$/;

/** The id of a request: its proxy's `X-Request-Id` where the proxy is trusted and the id sane, else a new UUID. */
export function requestId(trusted: (address: string) => boolean): (request: IncomingMessage) => string {
  return (request) => {
    const given = request.headers['x-request-id'];
    const peer = request.socket.remoteAddress;
    return typeof given === 'string' && sane.test(given) && peer !== undefined && trusted(peer) ? given : randomUUID();
  };
}
