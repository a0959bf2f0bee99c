import { expect, test } from 'vitest';
import { parseAddress, specialKind } from './special-addresses.ts';

const kindOf = (text: string) => {
  const address = parseAddress(text);
  return address === undefined ? 'no address' : specialKind(address);
};

test.each([
  ['0.0.0.0', 'this network'],
  ['10.255.255.255', 'private'],
  ['100.64.0.1', 'shared by a provider'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['168.63.129.16', 'metadata of a cloud'],
  ['169.254.169.254', 'link-local'],
  ['172.31.255.255', 'private'],
  ['192.0.0.192', 'protocol assignment'],
  ['192.0.2.1', 'documentation'],
  ['192.168.1.1', 'private'],
  ['198.19.0.1', 'benchmarking'],
  ['203.0.113.255', 'documentation'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'reserved'],
  ['::', 'this network'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:169.254.169.254%1', 'link-local'],
  ['::127.0.0.1', 'reserved'],
  ['64:ff9b::a9fe:a9fe', 'translation'],
  ['64:ff9b:1::1', 'translation'],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'tunnel'],
  ['2001:db8::1', 'documentation'],
  ['2002:7f00:1::1', 'tunnel'],
  ['3fff::1', 'documentation'],
  ['fd00:ec2::254', 'private'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['fec0::1', 'reserved'],
  ['ff02::1', 'multicast'],
  ['5f00::1', 'reserved'],
  ['9.9.9.9', undefined],
  ['172.32.0.1', undefined],
  ['100.128.0.1', undefined],
  ['2620:fe::fe', undefined],
  ['::ffff:9.9.9.9', undefined],
  ['example.org', 'no address'],
])('%s: %s', (text, kind) => expect(kindOf(text)).toBe(kind));
