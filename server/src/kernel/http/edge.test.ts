import { describe, expect, test } from 'vitest';
import { hostAllowed, inNetworks, isCrossSite, type SiteFacts } from './edge.ts';

describe('networks', () => {
  const trusted = inNetworks(['192.0.2.1', '198.51.100.0/25', '2001:db8::/48']);

  test.each(['192.0.2.1', '198.51.100.77', '::ffff:192.0.2.1', '2001:db8::1'])('%s is in', (address) => {
    expect(trusted(address)).toBe(true);
  });

  test.each(['192.0.2.2', '198.51.100.128', '2001:db8:1::1', '', 'nonsense'])('%s is not', (address) => {
    expect(trusted(address)).toBe(false);
  });

  test('no networks hold nothing', () => expect(inNetworks([])('127.0.0.1')).toBe(false));
});

describe('Host', () => {
  const real = { drill: false, publicUrl: undefined };
  const named = { drill: false, publicUrl: 'https://tocsin.example.org' };
  const drill = { drill: true, publicUrl: undefined };

  test.each([
    [real, 'anything.example.org', true],
    [real, '', false],
    [real, 'a b', false],
    [named, 'tocsin.example.org', true],
    [named, 'TOCSIN.example.org:443', true],
    [named, 'tocsin.example.org.evil.example', false],
    [named, 'localhost:8080', true],
    [drill, 'localhost:8080', true],
    [drill, '127.0.0.1:8080', true],
    [drill, '[::1]:8080', true],
    [drill, 'tocsin.example.org', false],
    [drill, 'localhost@evil.example', false],
    [drill, '0.0.0.0:8080', false],
  ] as const)('%o answers for %s: %s', (config, host, answer) => {
    expect(hostAllowed(config, host)).toBe(answer);
  });
});

describe('cross-site changes', () => {
  const ownOrigin = 'https://tocsin.example.org';
  const post: SiteFacts = { method: 'POST', token: false, secFetchSite: undefined, origin: undefined, ownOrigin };

  test.each<[string, Partial<SiteFacts>]>([
    ['reading', { method: 'GET', secFetchSite: 'cross-site', origin: 'https://evil.example' }],
    ['a token, which no browser adds by itself', { token: true, origin: 'https://evil.example' }],
    ['our own page', { secFetchSite: 'same-origin', origin: ownOrigin }],
    ['our own page in an older browser', { origin: ownOrigin }],
    ['no browser at all', {}],
  ])('let through: %s', (_, facts) => expect(isCrossSite({ ...post, ...facts })).toBe(false));

  test.each<[string, Partial<SiteFacts>]>([
    ['another site', { secFetchSite: 'cross-site' }],
    ['another host of the same site', { secFetchSite: 'same-site', origin: 'https://other.example.org' }],
    ['another origin in an older browser', { origin: 'https://evil.example' }],
    ['the same host over http', { origin: 'http://tocsin.example.org' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a lying Origin', { secFetchSite: 'cross-site', origin: ownOrigin }],
    ['deleting', { method: 'DELETE', secFetchSite: 'cross-site' }],
  ])('refused: %s', (_, facts) => expect(isCrossSite({ ...post, ...facts })).toBe(true));
});
