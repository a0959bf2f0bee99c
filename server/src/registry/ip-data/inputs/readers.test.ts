import { expect, test } from 'vitest';
import { formatPrefix } from '../prefix.ts';
import { guessKind, inputDate, INPUT_KINDS, type InputKind } from './kind.ts';

/** What a reader says to each line: the reason, or what the record states in short. */
function readAll(
  kind: Exclude<InputKind, 'operator-mmdb'>,
  lines: string[],
): { told: (string | object)[]; warnings: string[] } {
  const reader = INPUT_KINDS[kind].reader();
  const told = lines.map((line) => {
    const outcome = reader.read(line);
    if (typeof outcome === 'string') return outcome;
    const { prefixes, asns, country, name, registered } = outcome;
    return {
      on: prefixes.map(formatPrefix).join(' '),
      ...(asns.length > 0 && { asns }),
      ...(country && { country }),
      ...(name && { name }),
      ...(registered && { registered }),
    };
  });
  return { told, warnings: reader.atEnd?.() ?? [] };
}

test('delegated files: counts that are no power of two, all types, every status', () => {
  const { told, warnings } = readAll('rir-delegated', [
    '2.3|ripencc|1700000000|9|19830705|20231114|+0100',
    'ripencc|*|ipv4|*|4|summary',
    'ripencc|*|ipv6|*|7|summary',
    'ripencc|AT|ipv4|198.51.100.0|192|20100101|allocated|holder-1',
    'ripencc|EU|ipv4|203.0.113.0|256|20100101|assigned|holder-2',
    'ripencc||ipv4|198.18.0.0|65536||available|',
    'ripencc|ZZ|ipv4|198.19.0.0|65536||reserved|',
    'ripencc|UK|ipv6|2001:db8::|32|20100101|allocated|holder-3',
    'ripencc|DE|asn|64512|4|20100101|allocated|holder-4',
    'ripencc|DE|asn|4294967295|2|20100101|allocated|holder-4',
    'ripencc|DE|ipv4|255.255.255.0|512|20100101|allocated|holder-5',
    'ripencc|DE|ipv4|192.0.2.0|0|20100101|allocated|holder-5',
    'ripencc|DE|ipv4|192.0.2|256|20100101|allocated|holder-5',
    'ripencc|D1|ipv4|192.0.2.0|256|20100101|allocated|holder-5',
    'ripencc|DE|ipv6|2001:db8::1|32|20100101|allocated|holder-5',
    'ripencc|DE|ipv5|192.0.2.0|256|20100101|allocated|holder-5',
    'ripencc|DE|ipv4|192.0.2.0|256|20100101|lent|holder-5',
    'ripencc|DE|ipv4|192.0.2.0',
  ]);
  expect(told).toEqual([
    'summary',
    'summary',
    'summary',
    { on: '198.51.100.0/25 198.51.100.128/26', country: 'AT' },
    'no_country',
    'not_delegated',
    'not_delegated',
    { on: '2001:db8::/32', country: 'GB' },
    { on: '', country: 'DE', registered: [64_512, 64_515] },
    'bad_count',
    'bad_count',
    'bad_count',
    'bad_prefix',
    'bad_country',
    'host_bits',
    'bad_type',
    'bad_status',
    'columns',
  ]);
  expect(warnings).toEqual([
    'the summary promises 4 ipv4 records, the file has 10',
    'the summary promises 7 ipv6 records, the file has 2',
  ]);
});

test('iptoasn: both versions, decimal addresses, space that is not routed', () => {
  const { told } = readAll('iptoasn', [
    '198.51.100.0\t198.51.100.255\t64500\tAT\tEXAMPLE-ONE Example One, Ltd',
    '198.51.100.1\t198.51.100.2\t64501\tNone\tEXAMPLE-TWO',
    '3325256704\t3325256959\t64502\tDE\tEXAMPLE',
    '2001:db8::\t2001:db8:0:ffff:ffff:ffff:ffff:ffff\t64503\tFR\t',
    '203.0.113.0\t203.0.113.255\t0\tNone\tNot routed',
    '203.0.113.9\t203.0.113.1\t64500\tAT\tEXAMPLE',
    '203.0.113.9\t2001:db8::\t64500\tAT\tEXAMPLE',
    '203.0.113.0\t203.0.113.255\tx\tAT\tEXAMPLE',
    '203.0.113.0\t203.0.113.255\t64500\tA?\tEXAMPLE',
    '203.0.113.0/24\t64500\tAT',
  ]);
  expect(told).toEqual([
    { on: '198.51.100.0/24', asns: [64_500], country: 'AT', name: 'EXAMPLE-ONE Example One, Ltd' },
    { on: '198.51.100.1/32 198.51.100.2/32', asns: [64_501], name: 'EXAMPLE-TWO' },
    { on: '198.51.100.0/24', asns: [64_502], country: 'DE', name: 'EXAMPLE' },
    { on: '2001:db8::/48', asns: [64_503], country: 'FR' },
    'not_routed',
    'bad_range',
    'bad_range',
    'bad_asn',
    'bad_country',
    'columns',
  ]);
});

test('CAIDA: single, multiple and set origins', () => {
  const { told } = readAll('caida-pfx2as', [
    '198.51.100.0\t24\t64500',
    '203.0.113.0\t24\t64500_64501',
    '192.0.2.0\t24\t64500,64501_64502',
    '2001:db8::\t32\t{64500,64500}',
    '192.0.2.1\t24\t64500',
    '192.0.2.0\t33\t64500',
    '192.0.2.0\t24\t64500_',
    '0.0.0.0\t0\t64500',
    '192.0.2.0\t24',
  ]);
  expect(told).toEqual([
    { on: '198.51.100.0/24', asns: [64_500] },
    { on: '203.0.113.0/24', asns: [64_500, 64_501] },
    { on: '192.0.2.0/24', asns: [64_500, 64_501, 64_502] },
    { on: '2001:db8::/32', asns: [64_500] },
    'host_bits',
    'bad_prefix',
    'bad_asn',
    'default_route',
    'columns',
  ]);
});

test('pyasn and lists of prefix and country', () => {
  expect(
    readAll('pyasn', ['192.0.2.0/24\t64500', '192.0.2.0/24\t-1', '192.0.2.0/24 64500', '192.0.2.0/24\t0']).told,
  ).toEqual([{ on: '192.0.2.0/24', asns: [64_500] }, 'bad_asn', 'columns', 'no_value']);
  expect(
    readAll('country-prefix', [
      '192.0.2.0/24\tat',
      '2001:db8::/32\tEL',
      '192.0.2.0/24\tEU',
      '192.0.2.0/24\t',
      '192.0.2.0/24\tAUT',
    ]).told,
  ).toEqual([
    { on: '192.0.2.0/24', country: 'AT' },
    { on: '2001:db8::/32', country: 'GR' },
    'no_country',
    'bad_country',
    'bad_country',
  ]);
});

test('the operator’s CSV: columns in any order, quotes, ranges, other separators', () => {
  expect(
    readAll('operator-csv', [
      'Name,note,Country,ASN,Prefix',
      '"Example ""One"", Ltd",x,AT,AS64500,192.0.2.0/24',
      ',,,64501,2001:db8::/32',
      ',,DE,,192.0.2.7',
      ',,,,192.0.2.0/24',
      '"open,,DE,,192.0.2.0/24',
      'x,y',
      ',,DE,AS,192.0.2.0/24',
    ]).told,
  ).toEqual([
    'header',
    { on: '192.0.2.0/24', asns: [64_500], country: 'AT', name: 'Example "One", Ltd' },
    { on: '2001:db8::/32', asns: [64_501] },
    { on: '192.0.2.7/32', country: 'DE' },
    'no_value',
    'unclosed_quote',
    'columns',
    'bad_asn',
  ]);
  expect(
    readAll('operator-csv', ['start;end;country', '192.0.2.0;192.0.2.2;CH', '192.0.2.2;192.0.2.0;CH']).told,
  ).toEqual(['header', { on: '192.0.2.0/31 192.0.2.2/32', country: 'CH' }, 'bad_range']);
  expect(readAll('operator-csv', ['prefix,comment', '192.0.2.0/24,x']).told).toEqual(['columns', 'columns']);
});

test.each<[InputKind | undefined, string[]]>([
  ['rir-delegated', ['2|apnic|20231114|7|19850701|20231113|+1000']],
  ['rir-delegated', ['# comment', 'arin|*|asn|*|3|summary']],
  ['iptoasn', ['198.51.100.0\t198.51.100.255\t64500\tAT\tEXAMPLE']],
  ['iptoasn', ['3325256704\t3325256959\t64502\tDE\tEXAMPLE']],
  ['caida-pfx2as', ['198.51.100.0\t24\t64500_64501']],
  ['pyasn', ['; IP-ASN32-DAT file', '', '198.51.100.0/24\t64500']],
  ['country-prefix', ['198.51.100.0/24\tAT']],
  ['country-prefix', ['a broken first line', '2001:db8::/32\tAT']],
  ['operator-csv', ['network,autonomous_system_number,autonomous_system_organization']],
  ['operator-csv', ['"country_code"\t"start_ip"\t"end_ip"']],
  [undefined, ['<html>', 'hello']],
  [undefined, []],
])('%s is known by its lines', (kind, lines) => {
  expect(guessKind(lines)).toBe(kind);
});

test('the day of an input is in its header, else in its name', () => {
  expect(inputDate('delegated', ['2|ripencc|1700000000|9|19830705|20231114|+0100'])).toBe('2023-11-14');
  expect(inputDate('x.dat', ['; Converted on  : Tue May  3 22:03:05 2014'])).toBe('2014-05-03');
  expect(inputDate('routeviews-rv2-20231114-1200.pfx2as.gz', ['192.0.2.0\t24\t64500'])).toBe('2023-11-14');
  expect(inputDate('prefixes-2023-11-14.csv', [])).toBe('2023-11-14');
  expect(inputDate('prefixes-20231399.csv', [])).toBeNull();
});
