import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether clients are asked for a certificate, and whether it must be issued by an authority that was named. */
    clientCertificates: 'none' | 'any' | 'issued';
  }
}

/**
 * SHA-256 of the certificate by which the client of a connection has shown who it is: the handshake proves that it holds
 * the key. Undefined without one, and for one that is not of the authorities where these are named. Only what ends here
 * counts: behind a proxy that ends TLS there is none.
 */
export function clientFingerprint({ raw: { socket }, server }: FastifyRequest): Buffer | undefined {
  if (server.clientCertificates === 'none' || !(socket instanceof TLSSocket)) return undefined;
  if (server.clientCertificates === 'issued' && !socket.authorized) return undefined;
  const certificate = socket.getPeerX509Certificate();
  return certificate && Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex');
}
