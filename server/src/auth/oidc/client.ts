import * as oidc from 'openid-client';
import type { Logger } from 'pino';
import { AppError } from '#kernel/errors.ts';
import type { Outbound } from '#kernel/outbound/client.ts';
import type { IdentityProviders, ProviderEntry } from './providers.ts';

const timeoutMs = 10_000;
const mostBytes = 256 * 1024;
/** How long a provider's own description is used before it is asked for again: its keys change. */
const keepMs = 3_600_000;

/** fetch as the library wants it, over the one client that goes outside. */
function fetchOver(outbound: Outbound): oidc.CustomFetch {
  return async (url, { method, headers, body }) => {
    const sent = body instanceof URLSearchParams || typeof body === 'string' ? String(body) : undefined;
    const answer = await outbound.request({
      purpose: 'identity_provider',
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers(headers)),
      timeoutMs,
      maxBytes: mostBytes,
      ...(sent !== undefined && { body: sent }),
    });
    const type = answer.headers['content-type'];
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : await answer.text(), {
      status: answer.status,
      headers: { 'content-type': typeof type === 'string' ? type : '' },
    });
  };
}

/**
 * Single sign-on by OpenID Connect: authorization code with PKCE (S256), state and nonce; signature, issuer, audience and
 * times of the ID token are checked by the library. `now` gives the time in ms, by which descriptions age.
 */
export function createIdentityProviders(
  entries: readonly ProviderEntry[],
  { outbound, log, now }: { outbound: Outbound; log: Logger; now: () => number },
): IdentityProviders {
  const known = new Map<string, { at: number; config: Promise<oidc.Configuration> }>();
  const doFetch = fetchOver(outbound);

  function discover({ issuer, clientId, clientSecret, secretIn }: ProviderEntry): Promise<oidc.Configuration> {
    const auth = secretIn === 'header' ? oidc.ClientSecretBasic(clientSecret) : oidc.ClientSecretPost(clientSecret);
    return oidc.discovery(new URL(issuer), clientId, undefined, auth, {
      [oidc.customFetch]: doFetch,
      timeout: timeoutMs / 1000,
      // Without TLS only where the operator's policy of destinations allows it: the outbound client refuses all else.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed: it is meant here
      ...(issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }),
    });
  }

  async function configOf(entry: ProviderEntry): Promise<oidc.Configuration> {
    const found = known.get(entry.id);
    if (found !== undefined && now() - found.at < keepMs) return found.config;
    const config = discover(entry);
    known.set(entry.id, { at: now(), config });
    config.catch(() => known.delete(entry.id));
    return config;
  }

  function entryOf(id: string): ProviderEntry {
    const entry = entries.find((each) => each.id === id);
    if (entry === undefined) throw new AppError('not_found', { detail: 'There is no such provider.' });
    return entry;
  }

  async function told<T>(provider: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      log.warn({ provider, err: cause }, 'single sign-on failed');
      throw new AppError('provider_failed', {}, { cause });
    }
  }

  return {
    shown: () => entries.map(({ id, name }) => ({ id, name })),
    async ask(provider, redirectUri) {
      const entry = entryOf(provider);
      return told(provider, async () => {
        const config = await configOf(entry);
        const question = {
          provider,
          redirectUri,
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          verifier: oidc.randomPKCECodeVerifier(),
        };
        const url = oidc.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: ['openid', ...(entry.scopes ?? [])].join(' '),
          state: question.state,
          nonce: question.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(question.verifier),
          code_challenge_method: 'S256',
        });
        return { url: url.href, question };
      });
    },
    async prove(question, returned) {
      const entry = entryOf(question.provider);
      return told(question.provider, async () => {
        const config = await configOf(entry);
        const tokens = await oidc.authorizationCodeGrant(config, returned, {
          expectedState: question.state,
          expectedNonce: question.nonce,
          pkceCodeVerifier: question.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Error('the provider sent no ID token');
        return { issuer: claims.iss, subject: claims.sub };
      });
    },
  };
}
