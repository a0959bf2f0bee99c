import { expect, test } from 'vitest';
import { hostRange } from './host-range.ts';

test.each([
  ['192.0.2.7', 'c0000207-0000-0000-0000-000000000000', 'c0000207-ffff-ffff-ffff-ffffffffffff'],
  ['192.0.2.0/24', 'c0000200-0000-0000-0000-000000000000', 'c00002ff-ffff-ffff-ffff-ffffffffffff'],
  ['0.0.0.0/0', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ['2001:db8::/32', '20010db8-0000-0000-0000-000000000000', '20010db8-ffff-ffff-ffff-ffffffffffff'],
  ['2001:db8:1:2::3', '20010db8-0001-0000-0000-000000000000', '20010db8-0001-ffff-ffff-ffffffffffff'],
])('hosts of %s have ids from %s to %s', (network, least, greatest) => {
  expect(hostRange(network)).toEqual({ least, greatest });
});
