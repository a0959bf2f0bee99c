import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newWebhookSecret, webhookHeaders } from './signature.ts';

const at = new Date('2022-11-08T17:11:50.999Z');

// The example of the specification's reference libraries.
test('the published example', () => {
  const headers = webhookHeaders(
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1614265330_000),
    '{"test": 2432232314}',
  );
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('each secret signs; openssl agrees', () => {
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  const { 'webhook-signature': signatures } = webhookHeaders(secrets, 'msg_1', at, 'body ü');
  const hexKeys = secrets.map((secret) => Buffer.from(secret.slice(6), 'base64').toString('hex'));
  const expected = hexKeys.map((key) =>
    execFileSync('openssl', ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key}`, '-binary'], {
      input: 'msg_1.1667927510.body ü',
    }).toString('base64'),
  );
  expect(signatures.split(' ')).toEqual(expected.map((signature) => `v1,${signature}`));
});

test('secrets are 256 bits and differ', () => {
  expect(Buffer.from(newWebhookSecret().slice(6), 'base64')).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(newWebhookSecret());
});

test('the verifier that docs/operations/delivery.md gives to receivers takes ours and nothing else', async () => {
  const page = readFileSync(new URL('../../../../docs/operations/delivery.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
  const { verify } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    verify: (secret: string, headers: Record<string, string>, body: string, nowSeconds: number) => unknown;
  };
  const [secret, other] = [newWebhookSecret(), newWebhookSecret()];
  const body = '{"type":"test","ü":1}';
  const headers = webhookHeaders([other, secret], 'msg_1', at, body);
  const now = at.getTime() / 1000;
  expect(verify(secret, headers, body, now)).toEqual({ type: 'test', ü: 1 });
  expect(verify(secret, headers, `${body} `, now)).toBeUndefined();
  expect(verify(newWebhookSecret(), headers, body, now)).toBeUndefined();
  expect(verify(secret, { ...headers, 'webhook-id': 'msg_2' }, body, now)).toBeUndefined();
  expect(verify(secret, headers, body, now + 301)).toBeUndefined();
});
