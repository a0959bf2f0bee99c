import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { hostAllowed } from '../http/edge.ts';

/** A server without TLS that sends every request on to https, and does nothing else. */
export interface RedirectServer {
  readonly port: number;
  close(): Promise<void>;
}

type RedirectConfig = Pick<Config, 'host' | 'tlsRedirectPort' | 'publicUrl' | 'drill'>;

/** Where a request without TLS belongs; undefined for a Host that this server does not answer for. */
export function secureAddress(
  config: RedirectConfig,
  httpsPort: number,
  host: string,
  path: string,
): string | undefined {
  if (!hostAllowed(config, host) || !path.startsWith('/')) return undefined;
  const origin =
    config.publicUrl?.startsWith('https:') === true ? new URL(config.publicUrl) : new URL(`https://${host}`);
  if (config.publicUrl?.startsWith('https:') !== true) origin.port = String(httpsPort);
  // Put together as text: a path such as //example.org is a path and no other host.
  return `${origin.origin}${path}`;
}

/** Starts it where the configuration names a port; undefined where it does not. */
export async function startRedirect(config: RedirectConfig, httpsPort: number): Promise<RedirectServer | undefined> {
  if (config.tlsRedirectPort === undefined) return undefined;
  const server: Server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
    const to = secureAddress(config, httpsPort, request.headers.host ?? '', request.url ?? '');
    // 308 keeps method and body. What came with the request was readable on the way: no answer but the address.
    if (to === undefined) response.writeHead(421, { connection: 'close' }).end();
    else response.writeHead(308, { location: to, connection: 'close' }).end();
    request.resume();
  });
  server.listen(config.tlsRedirectPort, config.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
