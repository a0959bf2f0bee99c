import type { FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { clientFingerprint } from '#kernel/http/client-certificate.ts';
import { cookieName, isSecure } from './cookies.ts';
import { hashOf, looksLikeSecret, prefixOf } from './secret.ts';
import { callerOf, whyNot, type Credential } from './standing.ts';

/** Finds stored credentials by the hash of their secret, and notes that they were used. */
export interface CredentialSource {
  token(hash: Buffer, now: Date): Promise<Credential | undefined>;
  session(hash: Buffer, now: Date): Promise<Credential | undefined>;
  /** By the SHA-256 fingerprint of a client certificate; absent where none are known. */
  certificate?(fingerprint: Buffer, now: Date): Promise<Credential | undefined>;
}

/** How long a credential that was found may be used without looking again; another process may have revoked it. */
const keepMs = 3000;
const mostKept = 5000;

export interface Authenticator {
  /** For kernel/http: the caller, undefined without token or cookie, AppError `unauthenticated` when they do not hold. */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /**
   * As `authenticate`, for addresses of machines alone: `Authorization: Basic` counts too, with the name or prefix of a
   * token (or the handle of its org) as user and the token as password; a session does not.
   */
  authenticateMachine(request: FastifyRequest): Promise<Caller | undefined>;
  /** The credential behind a request, with more than a handler usually needs. */
  credential(request: FastifyRequest): Promise<Credential | undefined>;
  /** Looks again at every credential: one was revoked. */
  forget(): void;
}

/** Says who makes a request: `Authorization: Bearer` with an API token, else the session cookie, else a client certificate. */
export function createAuthenticator({
  source,
  clock,
  secureCookies = false,
}: {
  source: CredentialSource;
  clock: Clock;
  /** Members reach the server by https, whatever the connection from a proxy is. */
  secureCookies?: boolean;
}): Authenticator {
  const kept = new Map<string, { credential: Credential; until: number }>();

  async function find(kind: 'token' | 'session', secret: string): Promise<Credential | undefined> {
    return looksLikeSecret(secret) ? lookUp(kind, hashOf(secret)) : undefined;
  }

  async function lookUp(kind: keyof CredentialSource, hash: Buffer): Promise<Credential | undefined> {
    const key = `${kind} ${hash.toString('base64')}`;
    const now = clock.now();
    const known = kept.get(key);
    if (known !== undefined && known.until > now.getTime()) return known.credential;
    kept.delete(key);
    const credential = await source[kind]?.(hash, now);
    if (credential === undefined) return undefined;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { credential, until: now.getTime() + keepMs });
    return credential;
  }

  /** The token behind a user and password. What it was found by is kept as for Bearer: by its hash. */
  async function basicCredential(request: FastifyRequest, encoded: string): Promise<Credential> {
    const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const secret = rest.join(':');
    const token = await find('token', secret);
    const users = token === undefined ? [] : [token.name, prefixOf(secret), token.orgHandle];
    const found = users.includes(user) ? token : undefined;
    const refusal = found === undefined ? 'There is none like it.' : whyNot(found, request.ip, clock.now());
    if (found !== undefined && refusal === undefined) return found;
    throw new AppError('unauthenticated', { detail: `The user and password do not hold. ${refusal ?? ''}` });
  }

  /** A machine that shows nothing but its certificate. One that nobody registered is as good as none. */
  async function certificateCredential(request: FastifyRequest): Promise<Credential | undefined> {
    const fingerprint = clientFingerprint(request);
    const found = fingerprint && (await lookUp('certificate', fingerprint));
    const refusal = found && whyNot(found, request.ip, clock.now());
    if (refusal !== undefined)
      throw new AppError('unauthenticated', { detail: `The client certificate does not hold. ${refusal}` });
    return found;
  }

  async function credential(request: FastifyRequest): Promise<Credential | undefined> {
    const { authorization } = request.headers;
    const cookie = request.cookies[cookieName('session', isSecure(request, secureCookies))];
    if (authorization === undefined && cookie === undefined) return certificateCredential(request);
    const bearer = authorization === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
    const found = bearer === undefined ? await find('session', cookie ?? '') : await find('token', bearer);
    const refusal = found === undefined ? 'There is none like it.' : whyNot(found, request.ip, clock.now());
    if (refusal === undefined) return found;
    const what = bearer === undefined ? 'The session does not hold' : 'The token does not hold';
    throw new AppError('unauthenticated', {
      detail: `${what}. ${refusal}`,
      headers: { 'www-authenticate': 'Bearer realm="tocsin", error="invalid_token"' },
    });
  }

  return {
    credential,
    async authenticate(request) {
      const found = await credential(request);
      return found && callerOf(found, clock.now());
    },
    async authenticateMachine(request) {
      const basic = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const found = basic === undefined ? await credential(request) : await basicCredential(request, basic);
      return found?.kind === 'token' ? callerOf(found, clock.now()) : undefined;
    },
    forget: () => kept.clear(),
  };
}
