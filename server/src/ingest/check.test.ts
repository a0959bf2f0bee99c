import { expect, test } from 'vitest';
import { checkRecord, domainName, FUTURE_TOLERANCE_MS } from './check.ts';
import { emptyGiven, type Given } from './given.ts';
import type { Concern } from './router.ts';

const now = Date.UTC(2026, 2, 4, 12);

function check(given: Partial<Given>): { refusal: string | null; concern: Concern } {
  const concern: Concern = {
    address4: 7,
    address6: new Uint8Array(16),
    asn: 0,
    country: '',
    domain: 'left.example.org',
    sector: 'left',
    shared: false,
  };
  const refusal = checkRecord({ ...emptyGiven(), time: now, ...given }, now, concern, new Uint8Array(16));
  return { refusal: refusal?.reason ?? null, concern };
}

test('addresses of both versions are read, IPv6 that stands for IPv4 as IPv4', () => {
  expect(check({ address: '192.0.2.1' })).toMatchObject({
    refusal: null,
    concern: { address4: 0xc000_0201, address6: null, domain: '', sector: '' },
  });
  expect(check({ address: '::ffff:192.0.2.1' })).toMatchObject({
    refusal: null,
    concern: { address4: 0xc000_0201, address6: null },
  });
  const { refusal, concern } = check({ address: '2001:DB8::1' });
  expect([refusal, concern.address4, Buffer.from(concern.address6!).toString('hex')]).toEqual([
    null,
    -1,
    '20010db8000000000000000000000001',
  ]);
});

test('nothing of the record before is left over', () => {
  expect(check({ domain: 'a.example.org' }).concern).toMatchObject({
    address4: -1,
    address6: null,
    domain: 'a.example.org',
    sector: '',
  });
  expect(check({ url: 'mailto:somebody', sector: 'energy' }).concern).toMatchObject({
    address4: -1,
    address6: null,
    domain: '',
    sector: 'energy',
  });
});

test('who is named by a URL alone is the host in it, and the port is that of the URL', () => {
  const one: Partial<Given> = { url: 'http://192.0.2.1:8080/gate' };
  const given = { ...emptyGiven(), time: now, ...one };
  const { concern } = check({});
  expect(checkRecord(given, now, concern, new Uint8Array(16))).toBeNull();
  expect([concern.address4, given.port]).toEqual([0xc000_0201, 8080]);
  expect(check({ url: 'https://[2001:db8::1]/' }).concern.address6).not.toBeNull();
  expect(check({ url: 'https://Login.Example.ORG/x' }).concern).toMatchObject({
    address4: -1,
    domain: 'login.example.org',
  });
  // Beside an address or a name, the URL may be of another host.
  expect(check({ url: 'https://a.example.org/', address: '192.0.2.1' }).concern.domain).toBe('');
  expect(check({ url: 'https://192.0.2.1/', domain: 'a.example.org' }).concern.address4).toBe(-1);
  expect(check({ url: 'https://192.0.2.1:99999/' }).refusal).toBe('bad_port');
});

test.each<[string, Partial<Given>]>([
  ['no_time', { time: NaN, address: '192.0.2.1' }],
  ['no_time', { time: NaN, timeText: 'yesterday', address: '192.0.2.1' }],
  ['time_in_future', { time: now + FUTURE_TOLERANCE_MS + 1, address: '192.0.2.1' }],
  ['bad_address', { address: '192.0.2.256' }],
  ['bad_address', { address: '192.0.2.01' }],
  ['bad_address', { address: 'fe80::1%eth0' }],
  ['bad_address', { address: 'host.example.org' }],
  ['bad_port', { address: '192.0.2.1', port: NaN }],
  ['bad_port', { address: '192.0.2.1', port: 65_536 }],
  ['bad_port', { address: '192.0.2.1', port: -2 }],
  ['no_concerned_party', {}],
  ['no_concerned_party', { hostname: 'host.example.org' }],
  ['no_concerned_party', { dstAddress: '192.0.2.1', dstDomain: 'sinkhole.example.org' }],
])('%s: %o', (reason, given) => {
  expect(check(given).refusal).toBe(reason);
});

test('clocks may differ by the tolerance, ports by the whole range', () => {
  expect(check({ time: now + FUTURE_TOLERANCE_MS, address: '192.0.2.1' }).refusal).toBeNull();
  for (const port of [-1, 0, 1, 65_535]) expect(check({ address: '192.0.2.1', port }).refusal).toBeNull();
});

test('a long value is shown in part', () => {
  const concern: Concern = { address4: -1, address6: null, asn: 0, country: '', domain: '', sector: '', shared: false };
  const refusal = checkRecord(
    { ...emptyGiven(), time: now, address: 'x'.repeat(10_000) },
    now,
    concern,
    new Uint8Array(16),
  );
  expect(refusal!.detail.length).toBeLessThan(200);
});

test.each([
  ['Login.Example.ORG.', 'login.example.org'],
  [' a.example.org ', 'a.example.org'],
  ['Пример.УКР', 'xn--e1afmkfd.xn--j1amh'],
  ['münchen。example.org', 'xn--mnchen-3ya.example.org'],
  ['xn--mnchen-3ya.example.org', 'xn--mnchen-3ya.example.org'],
  ['192.0.2.1', ''],
  ['localhost', ''],
  ['a b.example.org', ''],
  ['https://example.org', ''],
  ['[2001:db8::1]', ''],
  [`${'a.'.repeat(130)}org`, ''],
  ['', ''],
])('the name in %j is %j', (given, name) => {
  expect(domainName(given)).toBe(name);
});

test('the name that the event is about comes before the reverse name', () => {
  expect(check({ address: '192.0.2.1', hostname: 'h.example.net', domain: 'd.example.org' }).concern.domain).toBe(
    'd.example.org',
  );
  expect(check({ address: '192.0.2.1', hostname: 'h.example.net' }).concern.domain).toBe('h.example.net');
});
