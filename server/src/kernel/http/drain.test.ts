import { expect, test } from 'vitest';
import { sampleServer } from '../../../test/sample-server.ts';
import { listen } from '../http.ts';
import { drain } from './drain.ts';

test('streams end with a retry hint, and readiness goes first', async () => {
  const { app, config } = await sampleServer();
  const address = await listen(app, config);
  const response = await fetch(`${address}/api/stream`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('x-request-id')).toBeTruthy();
  expect(response.headers.get('content-security-policy')).toBeTruthy();
  const text = response.text();
  await drain(app, 1000);
  expect(await text).toBe(': connected\n\nid: 1\nevent: hello\ndata: two\ndata: lines\n\nretry: 500\n\n');
});

test('running requests finish, new ones are refused', async () => {
  const { app, config } = await sampleServer();
  let release: () => void = () => undefined;
  let started: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const begun = new Promise<void>((resolve) => (started = resolve));
  app.get('/held', async () => {
    started();
    await held;
    return { done: true };
  });
  const address = await listen(app, config);
  const answer = fetch(`${address}/held`);
  await begun;
  const drained = drain(app, 10_000);
  release();
  expect(await (await answer).json()).toEqual({ done: true });
  await drained;
  await expect(fetch(`${address}/healthz`)).rejects.toThrow();
});

test('what does not finish in time is cut', async () => {
  const { app, config } = await sampleServer();
  let started: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (started = resolve));
  app.get('/endless', () => {
    started();
    return new Promise(() => undefined);
  });
  const address = await listen(app, config);
  const answer = fetch(`${address}/endless`);
  answer.catch(() => undefined);
  await begun;
  await drain(app, 50);
  await expect(answer).rejects.toThrow();
});
