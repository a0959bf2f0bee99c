import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { makeCertificate, type TestCertificate } from '../../../test/certificate.ts';
import { startDns } from '../../../test/dns-server.ts';
import { createOutbound, type OutboundRequest } from './client.ts';
import { createOutboundMetrics } from './metrics.ts';
import { outboundPolicy } from './policy.ts';
import { createResolve } from './resolve.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const names = ['www.example.org', 'moved.example.org', 'rebind.example.org', 'mixed.example.org'];
let identity: TestCertificate;
beforeAll(() => {
  identity = makeCertificate(...names.map((name) => `DNS:${name}`));
});
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => vi.unstubAllEnvs());

async function listen(server: Server & { closeAllConnections(): void }, host: string, port = 0) {
  server.listen(port, host);
  await once(server, 'listening');
  closing.push(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}
const plain = (answer: Answer, host = '127.0.0.1') => listen(createHttpServer(answer), host);
const secure = (answer: Answer, host: string, port?: number) =>
  listen(createHttpsServer({ ...identity }, answer), host, port);

async function clientFor(
  allow: readonly string[],
  dns?: (name: string, nth: number) => readonly string[],
  perHost?: number,
) {
  const server = dns && (await startDns(dns));
  if (server) closing.push(() => server.close());
  const registry = new Registry();
  const client = createOutbound({
    policy: outboundPolicy({ allow, deny: [], onlyAllowed: false }),
    resolve: createResolve(server && [server.address]),
    metrics: createOutboundMetrics(registry),
    agent: 'Tocsin/test',
    tls: { ca: identity.cert },
    ...(perHost !== undefined && { perHost }),
  });
  closing.push(() => client.close());
  const ask = (url: string, more: Partial<OutboundRequest> = {}) => client.request({ purpose: 'test', url, ...more });
  return { ask, client, registry, asked: server?.asked ?? [] };
}
const refused = expect.objectContaining({ code: 'outbound_refused' });

test('an answer comes with its status, headers and content', async () => {
  const port = await plain((request, response) => {
    response.setHeader('x-seen', String(request.headers['user-agent']));
    response.writeHead(201).end(`${request.method} ${request.url}`);
  });
  const { ask, registry } = await clientFor(['127.0.0.1']);
  const answer = await ask(`http://127.0.0.1:${port}/a?b=c`, { method: 'POST', body: 'x' });
  expect([answer.status, answer.headers['x-seen'], await answer.text()]).toEqual([201, 'Tocsin/test', 'POST /a?b=c']);
  expect(await registry.metrics()).toContain('tocsin_outbound_requests_total{purpose="test",outcome="2xx"} 1');
});

test('nothing that listens here is reached unless it is allowed, whatever it is called', async () => {
  let seen = 0;
  const port = await plain((_, response) => response.end(String(++seen)), '0.0.0.0');
  const { ask } = await clientFor([], () => ['127.0.0.1']);
  for (const host of ['127.0.0.1', 'localhost', 'www.example.org', '[::ffff:127.0.0.1]', '2130706433', '0'])
    for (const scheme of ['http', 'https']) await expect(ask(`${scheme}://${host}:${port}/`)).rejects.toEqual(refused);
  expect(seen).toBe(0);
});

test('a refused name and an unknown one look the same', async () => {
  const { ask } = await clientFor([], (name) => (name === 'www.example.org' ? ['127.0.0.1'] : []));
  const [inner, none] = await Promise.all(
    ['www', 'none'].map((name) => ask(`https://${name}.example.org/`).catch((error: unknown) => error)),
  );
  const { code, message, extra } = inner as { code: string; message: string; extra: unknown };
  expect(none).toMatchObject({ code, message });
  expect(extra).toBeUndefined();
});

test('a name whose answer changes is checked anew for each connection, and never resolved twice for one', async () => {
  let inside = 0;
  let outside = 0;
  const port = await secure(
    (_, response) => void response.writeHead(200, { connection: 'close' }).end(String(++outside)),
    '127.0.0.2',
  );
  await secure((_, response) => void response.end(String(++inside)), '127.0.0.1', port);
  // Every other answer leads inside: a client that checks one answer and connects to the next is led astray.
  const { ask, asked } = await clientFor(['127.0.0.2'], (_, nth) => [nth % 2 === 1 ? '127.0.0.2' : '127.0.0.1']);
  const outcomes: string[] = [];
  for (let attempt = 0; attempt < 10; attempt++)
    outcomes.push(
      await ask(`https://rebind.example.org:${port}/`).then(
        (answer) => answer.text(),
        (error: unknown) => (error as { code: string }).code,
      ),
    );
  expect(outcomes).toEqual([1, 2, 3, 4, 5].flatMap((nth) => [String(nth), 'outbound_refused']));
  expect(asked).toHaveLength(10);
  expect(inside).toBe(0);
});

test('one inner address among others refuses the name', async () => {
  let seen = 0;
  const port = await secure((_, response) => void response.end(String(++seen)), '127.0.0.2');
  const { ask } = await clientFor(['127.0.0.2'], () => ['127.0.0.2', '127.0.0.1']);
  await expect(ask(`https://mixed.example.org:${port}/`)).rejects.toEqual(refused);
  expect(seen).toBe(0);
});

test('an address that does not answer gives way to the next; the certificate must be that of the name', async () => {
  const port = await secure((_, response) => void response.end('second'), '127.0.0.3');
  const { ask } = await clientFor(['127.0.0.0/8'], () => ['127.0.0.2', '127.0.0.3']);
  expect(await (await ask(`https://www.example.org:${port}/`)).text()).toBe('second');
  await expect(ask(`https://other.example.org:${port}/`)).rejects.toMatchObject({ code: 'outbound_unreachable' });
});

test('redirects are not followed unless told, and each is checked', async () => {
  const port = await plain((request, response) => {
    const to = decodeURIComponent(request.url?.slice(1) ?? '');
    if (to === 'end') response.end(JSON.stringify(request.headers));
    else response.writeHead(302, { location: to }).end();
  });
  const { ask } = await clientFor(['127.0.0.1', '127.0.0.2']);
  const base = `http://127.0.0.1:${port}/`;
  const through = (target: string, redirects = 3) => ask(base + encodeURIComponent(target), { redirects });
  expect((await through('/end', 0)).status).toBe(302);
  expect((await through('/end')).url).toBe(`${base}end`);
  await expect(through(`http://localhost:${port}/end`)).rejects.toEqual(refused);
  await expect(through('http://169.254.169.254/latest/')).rejects.toEqual(refused);
  await expect(through('file:///etc/passwd')).rejects.toEqual(refused);
  await expect(through('http://[')).rejects.toMatchObject({ code: 'outbound_redirected' });
  const loop = `/${encodeURIComponent(`/${encodeURIComponent('/end')}`)}`;
  expect((await through(loop, 3)).status).toBe(200);
  await expect(through(loop, 2)).rejects.toMatchObject({ code: 'outbound_redirected' });
});

test('a redirect from https to http ends there; credentials stay with their origin', async () => {
  const other = await secure((request, response) => void response.end(JSON.stringify(request.headers)), '127.0.0.1');
  let target = '';
  const port = await secure((request, response) => {
    if (request.url === '/end') response.end(JSON.stringify(request.headers));
    else response.writeHead(307, { location: target }).end();
  }, '127.0.0.1');
  const { ask } = await clientFor(['www.example.org', 'moved.example.org'], () => ['127.0.0.1']);
  const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', 'X-Key': 'secret', accept: 'text/plain' };
  const landed = async (to: string) => {
    target = to;
    const answer = await ask(`https://www.example.org:${port}/`, { headers, redirects: 1 });
    return JSON.parse(await answer.text()) as Record<string, string>;
  };
  expect(await landed('/end')).toMatchObject({ authorization: 'Bearer secret', 'x-key': 'secret' });
  const elsewhere = await landed(`https://moved.example.org:${other}/`);
  expect(Object.keys(elsewhere).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  await expect(landed(`http://moved.example.org:${other}/`)).rejects.toMatchObject({ code: 'outbound_redirected' });
});

test('content is cut at the limit, compressed or not', async () => {
  const port = await plain((request, response) => {
    if (request.url === '/bomb') response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(5_000_000)));
    else if (request.url === '/hollow') {
      response.setHeader('content-encoding', 'gzip');
      const member = gzipSync('');
      const timer = setInterval(() => response.write(Buffer.concat(Array.from({ length: 5000 }, () => member))), 1);
      response.on('close', () => clearInterval(timer));
      return;
    } else if (request.url === '/none') response.setHeader('content-encoding', 'gzip').end();
    else if (request.url === '/other') response.setHeader('content-encoding', 'br').end('x');
    else if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip').end(gzipSync('fine'));
    else if (request.url === '/broken') response.setHeader('content-encoding', 'gzip').end('not gzip at all');
    else for (let part = 0; part < 100; part++) response.write(Buffer.alloc(1000));
    response.end();
  });
  const { ask } = await clientFor(['127.0.0.1']);
  const read = async (path: string, maxBytes = 50_000) =>
    (await ask(`http://127.0.0.1:${port}${path}`, { maxBytes, timeoutMs: 20_000 })).text();
  expect(await read('/gzip')).toBe('fine');
  expect(await read('/none')).toBe('');
  expect(await read('/plain', 100_000)).toHaveLength(100_000);
  for (const path of ['/plain', '/bomb', '/hollow'])
    await expect(read(path), path).rejects.toMatchObject({ code: 'outbound_too_large' });
  for (const path of ['/other', '/broken'])
    await expect(read(path), path).rejects.toMatchObject({ code: 'outbound_unreachable' });
});

test.each(['/silent', '/slow'])('%s: the time is for the whole of it', async (path) => {
  const port = await plain((request, response) => {
    if (request.url === '/slow') response.write('x');
  });
  const { ask } = await clientFor(['127.0.0.1']);
  const whole = async () => (await ask(`http://127.0.0.1:${port}${path}`, { timeoutMs: 100 })).text();
  await expect(whole()).rejects.toMatchObject({ code: 'outbound_timeout' });
});

test('no more connections to one host than allowed; a proxy of the environment is not asked', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'])
    vi.stubEnv(name, name === 'NODE_USE_ENV_PROXY' ? '1' : 'http://127.0.0.1:9');
  onTestFinished(() => void vi.unstubAllEnvs());
  let open = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const port = await plain((_, response) => {
    most = Math.max(most, ++open);
    waiting.push(() => {
      open--;
      response.end('done');
    });
    if (waiting.length >= 2) for (const go of waiting.splice(0)) setImmediate(go);
  });
  const { ask } = await clientFor(['127.0.0.1'], undefined, 2);
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => (await ask(`http://127.0.0.1:${port}/`)).text()),
  );
  expect(answers).toEqual(Array(8).fill('done'));
  expect(most).toBe(2);
});

test('who asks may stop asking', async () => {
  const port = await plain(() => undefined);
  const { ask } = await clientFor(['127.0.0.1']);
  const stop = new AbortController();
  const asking = ask(`http://127.0.0.1:${port}/`, { signal: stop.signal });
  stop.abort();
  await expect(asking).rejects.toMatchObject({ code: 'outbound_unreachable' });
});
