import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config.ts';
import { OperatorError } from '../operator-error.ts';

/** What TLS is made of. */
export type TlsConfig = Pick<Config, 'tlsCert' | 'tlsKey' | 'tlsClientCa' | 'tlsClientCertificates'>;

/** What is told of certificates; a pino logger is one. */
export interface TlsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Tls {
  /** What is asked of clients. */
  readonly clients: 'none' | 'any' | 'issued';
  /** The server that speaks TLS; one per Tls. */
  serve(handler: RequestListener, limits: object): Server;
  /** Reads the files again, and takes up what is new: connections stay, new ones get the new certificate. */
  look(): void;
  stop(): void;
}

interface Files {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
}

/** How often the files are read again. Not watched: where a volume swaps links, watchers hear nothing. */
const everyMs = 5_000;

/** TLS as configured; undefined where it is not. Throws an OperatorError for files that cannot be used. */
export function openTls(config: TlsConfig, log: TlsLog): Tls | undefined {
  const { tlsCert, tlsKey, tlsClientCa, tlsClientCertificates } = config;
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const read = (): Files => ({
    cert: readText('TOCSIN_TLS_CERT', tlsCert),
    key: readText('TOCSIN_TLS_KEY', tlsKey),
    ca: tlsClientCa === undefined ? undefined : readText('TOCSIN_TLS_CLIENT_CA', tlsClientCa),
  });
  let inUse = read();
  check(inUse);
  let lastBad = '';
  let server: Server | undefined;
  let timer: NodeJS.Timeout | undefined;
  const clients = tlsClientCa !== undefined ? 'issued' : tlsClientCertificates ? 'any' : 'none';

  function look(): void {
    let found: Files | undefined;
    try {
      found = read();
      if (digest(found) === digest(inUse)) return;
      check(found);
      server?.setSecureContext(contextOf(found));
      inUse = found;
      log.info({ until: until(found) }, 'the certificate of the server was renewed');
    } catch (err) {
      // While one of two files is replaced, they do not fit each other: said once, and looked at again.
      const bad = found === undefined ? String(err) : digest(found);
      if (bad !== lastBad) log.warn({ err }, 'the new certificate cannot be used; the old one stays');
      lastBad = bad;
    }
  }

  return {
    clients,
    serve(handler, limits) {
      // Asked for and never demanded: whoever has none signs in otherwise, and what one is good for is decided later.
      const asking = { requestCert: clients !== 'none', rejectUnauthorized: false };
      server = createServer({ ...limits, ...asking, ...contextOf(inUse) }, handler);
      timer = setInterval(look, everyMs).unref();
      return server;
    },
    look,
    stop: () => clearInterval(timer),
  };
}

const contextOf = ({ cert, key, ca }: Files) => ({
  cert,
  key,
  ...(ca !== undefined && { ca }),
  minVersion: 'TLSv1.2' as const,
  maxVersion: 'TLSv1.3' as const,
});

const digest = (files: Files): string => createHash('sha256').update(JSON.stringify(files)).digest('hex');
const until = ({ cert }: Files): string => new X509Certificate(cert).validToDate.toISOString();

function readText(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OperatorError(`${variable}: ${path} cannot be read.`, { cause });
  }
}

function check(files: Files): void {
  const certificate = attempt('TOCSIN_TLS_CERT holds no certificate (PEM).', () => new X509Certificate(files.cert));
  const key = attempt('TOCSIN_TLS_KEY holds no private key (PEM, without a passphrase).', () =>
    createPrivateKey(files.key),
  );
  if (!certificate.checkPrivateKey(key))
    throw new OperatorError('TOCSIN_TLS_KEY is not the key of the certificate in TOCSIN_TLS_CERT.');
  attempt(
    'TOCSIN_TLS_CLIENT_CA holds no certificate (PEM).',
    () => files.ca === undefined || new X509Certificate(files.ca),
  );
  attempt('The certificate cannot be used for TLS.', () => createSecureContext(contextOf(files)));
}

function attempt<T>(message: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new OperatorError(message, { cause });
  }
}
