import cookie from '@fastify/cookie';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { clearCookie, cookieName, isSecure, setCookie } from './cookies.ts';

async function cookiesOf(secure: boolean): Promise<string[]> {
  const app = Fastify();
  await app.register(cookie);
  app.get('/', (_, reply) => {
    const expires = new Date('2026-01-01T12:00:00Z');
    setCookie(reply, 'session', 'secret', { secure, expires });
    setCookie(reply, 'flow', 'secret', { secure, expires });
    clearCookie(reply, 'device', secure);
    return reply.send();
  });
  const { headers } = await app.inject('/');
  return [headers['set-cookie'] ?? []].flat();
}

test('with https a cookie is this host’s alone; the session never comes along from elsewhere', async () => {
  const rest = 'Path=/; Expires=Thu, 01 Jan 2026 12:00:00 GMT; HttpOnly; Secure;';
  expect((await cookiesOf(true)).slice(0, 2)).toEqual([
    `__Host-tocsin_session=secret; ${rest} SameSite=Strict`,
    `__Host-tocsin_flow=secret; ${rest} SameSite=Lax`,
  ]);
});

test('without https, on loopback, it has no prefix that a browser would refuse', async () => {
  const [session = '', , device = ''] = await cookiesOf(false);
  expect(session).toMatch(/^tocsin_session=secret; /);
  expect(session).not.toContain('Secure');
  expect(device).toMatch(/^tocsin_device=; .*Expires=Thu, 01 Jan 1970/);
});

test('a cookie is looked for under the name that the connection gives it: a planted one without prefix is not read', () => {
  expect(cookieName('session', isSecure({ protocol: 'https' }, false))).toBe('__Host-tocsin_session');
  expect(cookieName('session', isSecure({ protocol: 'http' }, true))).toBe('__Host-tocsin_session');
  expect(cookieName('session', isSecure({ protocol: 'http' }, false))).toBe('tocsin_session');
});
