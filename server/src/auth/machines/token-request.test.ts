import { expect, test } from 'vitest';
import { readTokenRequest } from './token-request.ts';

const basic = (user: string, secret: string): string => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
const grant = 'grant_type=client_credentials';

test.each([
  ['the form', `${grant}&client_id=a&client_secret=b`, undefined, { clientId: 'a', secret: 'b', scopes: [] }],
  ['Basic', grant, basic('a', 'b'), { clientId: 'a', secret: 'b', scopes: [] }],
  ['Basic, encoded as a form', grant, basic('a%3Ab', 'c+d%25'), { clientId: 'a:b', secret: 'c d%', scopes: [] }],
  ['Basic, and the same id in the form', `${grant}&client_id=a`, basic('a', 'b'), { clientId: 'a', secret: 'b', scopes: [] }],
  ['scopes', `${grant}&scope=events%3Aread+registry:read`, basic('a', 'b'), { clientId: 'a', secret: 'b', scopes: ['events:read', 'registry:read'] }],
  ['an empty parameter, as if absent', `${grant}&scope=&client_secret=`, basic('a', 'b'), { clientId: 'a', secret: 'b', scopes: [] }],
  ['a parameter that nobody knows', `${grant}&audience=x`, basic('a', 'b'), { clientId: 'a', secret: 'b', scopes: [] }],
])('a request: %s', (_what, body, authorization, expected) => {
  expect(readTokenRequest(body, authorization)).toEqual(expected);
}); // prettier-ignore

test.each([
  ['nobody', grant, undefined, 'invalid_client'],
  ['an id without a secret', `${grant}&client_id=a`, undefined, 'invalid_client'],
  ['another scheme', grant, 'Bearer x', 'invalid_client'],
  ['Basic without a colon', grant, `Basic ${Buffer.from('ab').toString('base64')}`, 'invalid_client'],
  ['Basic with a broken escape', grant, basic('a', '%zz'), 'invalid_client'],
  ['two ways', `${grant}&client_id=a&client_secret=b`, basic('a', 'b'), 'invalid_request'],
  ['two clients', `${grant}&client_id=c`, basic('a', 'b'), 'invalid_request'],
  ['a parameter twice', `${grant}&${grant}`, basic('a', 'b'), 'invalid_request'],
  ['no grant', '', basic('a', 'b'), 'invalid_request'],
  ['another grant', 'grant_type=password', basic('a', 'b'), 'unsupported_grant_type'],
])('refused: %s', (_what, body, authorization, error) => {
  expect(readTokenRequest(body, authorization)).toMatchObject({ error });
});

test('a description holds what RFC 6749 section 5.2 allows, whatever was sent', () => {
  const answer = readTokenRequest('%22%0a%C3%A4=1&%22%0a%C3%A4=2', undefined);
  expect('description' in answer && /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/.test(answer.description)).toBe(true);
});
