import { expect, test } from 'vitest';
import { addressRefusal, outboundPolicy, urlRefusal } from './policy.ts';

const closed = outboundPolicy({ allow: [], deny: [], onlyAllowed: false });
const open = outboundPolicy({
  allow: ['127.0.0.2', '10.1.0.0/16', 'siem.example.org', '.inside.example.org', '64:ff9b::/96'],
  deny: ['10.1.9.0/24', '9.9.8.0/24'],
  onlyAllowed: false,
});
const refusal = (url: string, policy = closed) => urlRefusal(policy, new URL(url));

test.each([
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0x7f000001/',
  'https://017700000001/',
  'https://0177.0.0.01/',
  'https://127.1/',
  'https://127.0.0.1./',
  'https://１２７.０.０.１/',
  'https://127。0。0。1/',
  'https://0/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[0:0:0:0:0:ffff:a9fe:a9fe]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::127.0.0.1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001::1]/',
  'https://[fe80::1]/',
  'https://[fd00:ec2::254]/latest/meta-data/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'http://www.example.org/',
  'ftp://www.example.org/',
  'file:///etc/passwd',
  'gopher://www.example.org/',
  'https://user@www.example.org/',
  'https://user:secret@www.example.org/',
  'https://www.example.org:25/',
])('%s is refused as it is written', (url) => expect(refusal(url)).toBeTypeOf('string'));

test('a zone is no part of a URL', () => expect(URL.canParse('https://[fe80::1%25eth0]/')).toBe(false));

test.each(['https://www.example.org/', 'https://www.example.org:8443/hook', 'https://9.9.9.9/'])(
  '%s is asked for',
  (url) => expect(refusal(url)).toBeUndefined(),
);

test.each([
  ['http://127.0.0.2:81/', undefined],
  ['http://[::ffff:127.0.0.2]/', undefined],
  ['https://127.0.0.1/', 'loopback'],
  ['http://siem.example.org/', undefined],
  ['http://SIEM.example.org./', undefined],
  ['http://a.inside.example.org:25/', undefined],
  ['http://inside.example.org/', 'only https'],
  ['http://notsiem.example.org/', 'only https'],
  ['https://10.1.9.1/', 'denied'],
  ['https://9.9.8.9/', 'denied'],
])('with what is allowed, %s: %s', (url, wanted) => expect(refusal(url, open)).toBe(wanted));

test.each([
  ['siem.example.org', '192.168.7.7', undefined],
  ['siem.example.org', '127.0.0.1', undefined],
  ['siem.example.org', '169.254.169.254', 'link-local'],
  ['siem.example.org', '168.63.129.16', 'metadata of a cloud'],
  ['siem.example.org', '10.1.9.1', 'denied'],
  ['www.example.org', '192.168.7.7', 'private'],
  ['www.example.org', '10.1.2.3', undefined],
  ['www.example.org', '64:ff9b::909:909', undefined],
  ['www.example.org', '64:ff9b::7f00:1', 'loopback'],
  ['www.example.org', 'nonsense', 'not an address'],
])('%s at %s: %s', (host, address, wanted) => expect(addressRefusal(open, host, address)).toBe(wanted));

test('a drill reaches only what is allowed', () => {
  const drill = outboundPolicy({ allow: ['127.0.0.1', 'siem.example.org'], deny: [], onlyAllowed: true });
  expect(addressRefusal(drill, 'www.example.org', '9.9.9.9')).toBe('not allowed in a drill');
  expect(addressRefusal(drill, 'siem.example.org', '9.9.9.9')).toBeUndefined();
  expect(addressRefusal(drill, '127.0.0.1', '127.0.0.1')).toBeUndefined();
});
