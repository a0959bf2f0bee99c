import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import Provider from 'oidc-provider';
import { browser } from './people-server.ts';

export const client = { id: 'tocsin', secret: 'a secret between the two' };

/** A real OpenID provider on a loopback address. Tell it `allow` where to send browsers back to. */
export async function identityProvider() {
  let handler: RequestListener = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => handler(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function allow(redirectUri: string): void {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [redirectUri],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      features: { devInteractions: { enabled: true } },
      cookies: { keys: ['tests'] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: 'shared@example.org' }) }),
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
    });
    const serve = provider.callback();
    handler = (request, response) => void serve(request, response);
  }

  /** What a person does there: signs in as `subject` and agrees. Gives the address that the browser is sent back to. */
  async function signInAt(url: string, subject: string): Promise<string> {
    const visitor = browser(issuer);
    let at = url;
    for (let steps = 0; steps < 12; steps++) {
      const path = at.startsWith(issuer) ? at.slice(issuer.length) : at;
      if (!path.startsWith('/')) return at;
      if (!path.startsWith('/interaction/')) {
        at = (await visitor.get(path)).headers.get('location') ?? '';
        continue;
      }
      const page = await fetch(issuer + path, { headers: { cookie: cookieHeader(visitor.cookies) } });
      const prompt = /name="prompt" value="(\w+)"/.exec(await page.text())?.[1] ?? '';
      const answer = await fetch(issuer + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: cookieHeader(visitor.cookies), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ prompt, login: subject, password: 'any' }),
      });
      at = answer.headers.get('location') ?? '';
    }
    throw new Error(`the provider leads nowhere: ${at}`);
  }

  return { issuer, allow, signInAt, close: () => new Promise((resolve) => server.close(resolve)) };
}
export type IdentityProviderServer = Awaited<ReturnType<typeof identityProvider>>;

const cookieHeader = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
