import { execFileSync } from 'node:child_process';
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
