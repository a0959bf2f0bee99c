import { expect, test } from 'vitest';
import { parseIpv4, parseIpv6Into } from '#registry/ip-data/index.ts';
import type { PipelineWarninglist } from '#registry/index.ts';
import { sourceFacts } from '../../test/portions.ts';
import { compileWarningTables, createFilter, type FilterReason } from './filter.ts';

const list = (kind: PipelineWarninglist['kind'], addresses: string[], domains: string[] = []): PipelineWarninglist => ({
  name: kind,
  kind,
  addresses,
  domains,
});

function filter(drill: boolean, lists: PipelineWarninglist[] = [], ownAddresses: string[] = []) {
  const decide = createFilter(compileWarningTables(lists), sourceFacts({ ownAddresses }), drill);
  return (address: string, domain = ''): FilterReason | null => {
    const bytes = new Uint8Array(16);
    const six = parseIpv6Into(address, bytes);
    return decide({
      address4: parseIpv4(address),
      address6: six ? bytes : null,
      asn: 0,
      country: '',
      domain,
      sector: '',
      shared: false,
    });
  };
}

test.each([
  ['10.0.0.1', 'private_address'],
  ['172.16.5.5', 'private_address'],
  ['192.168.1.1', 'private_address'],
  ['127.0.0.1', 'private_address'],
  ['169.254.1.1', 'private_address'],
  ['fe80::1', 'private_address'],
  ['fc00::1', 'private_address'],
  ['::1', 'private_address'],
  ['0.0.0.0', 'reserved_address'],
  ['224.0.0.1', 'reserved_address'],
  ['255.255.255.255', 'reserved_address'],
  ['ff02::1', 'reserved_address'],
  ['100::1', 'reserved_address'],
] as const)('%s is never a host: %s, in a drill too', (address, reason) => {
  expect(filter(false)(address)).toBe(reason);
  expect(filter(true)(address)).toBe(reason);
});

test.each([
  ['192.0.2.1', 'reserved_address'],
  ['198.51.100.1', 'reserved_address'],
  ['203.0.113.1', 'reserved_address'],
  ['198.18.0.1', 'reserved_address'],
  ['2001:db8::1', 'reserved_address'],
  ['100.64.0.1', 'private_address'],
] as const)('%s is a host in a drill alone; else %s', (address, reason) => {
  expect(filter(true)(address)).toBeNull();
  expect(filter(false)(address)).toBe(reason);
});

test('what is public and on no list passes', () => {
  expect(filter(false)('9.9.9.9')).toBeNull();
  expect(filter(false)('2620:fe::fe')).toBeNull();
  expect(filter(false)('', 'login.example.org')).toBeNull();
});

test("the sensor's own traffic is no finding", () => {
  const decide = filter(true, [], ['203.0.113.192/26', '2001:db8:ff00::/48']);
  expect(decide('203.0.113.200')).toBe('self_traffic');
  expect(decide('2001:db8:ff00::5')).toBe('self_traffic');
  expect(decide('203.0.113.5')).toBeNull();
});

test('addresses on warninglists are filtered under the kind of the list, the most specific entry first', () => {
  const decide = filter(true, [
    list('researcher', ['192.0.2.0/24']),
    list('scanner', ['192.0.2.7/32', '2001:db8:5::/48']),
  ]);
  expect(decide('192.0.2.7')).toBe('scanner');
  expect(decide('192.0.2.8')).toBe('researcher');
  expect(decide('2001:db8:5::1')).toBe('scanner');
  expect(decide('198.51.100.8')).toBeNull();
});

test('a listed name counts alone; with a dot before it, also for every name below', () => {
  const decide = filter(true, [list('benign', [], ['example.org', '.example.net'])]);
  expect(decide('', 'example.org')).toBe('benign');
  expect(decide('', 'www.example.org')).toBeNull();
  expect(decide('', 'example.net')).toBe('benign');
  expect(decide('', 'a.b.example.net')).toBe('benign');
  expect(decide('', 'badexample.net')).toBeNull();
  expect(decide('192.0.2.1', 'a.example.net')).toBe('benign');
});
