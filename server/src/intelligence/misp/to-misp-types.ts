/** A type of attribute with the category that MISP takes for it. */
export interface MispType {
  readonly type: string;
  readonly category: string;
}

const network = (type: string): MispType => ({ type, category: 'Network activity' });
const payload = (type: string): MispType => ({ type, category: 'Payload delivery' });
const dropped = (type: string): MispType => ({ type, category: 'Artifacts dropped' });

/** What a property of an observable is in MISP, by its path in a pattern. */
export const typeOfPath: Readonly<Record<string, MispType>> = {
  'ipv4-addr:value': network('ip-dst'),
  'ipv6-addr:value': network('ip-dst'),
  'network-traffic:dst_ref.value': network('ip-dst'),
  'network-traffic:src_ref.value': network('ip-src'),
  'domain-name:value': network('domain'),
  'url:value': network('url'),
  'mac-addr:value': network('mac-address'),
  'autonomous-system:number': network('AS'),
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'": network('user-agent'),
  'email-addr:value': payload('email-src'),
  'email-message:from_ref.value': payload('email-src'),
  'email-message:subject': payload('email-subject'),
  'file:name': payload('filename'),
  'file:hashes.MD5': payload('md5'),
  "file:hashes.'SHA-1'": payload('sha1'),
  "file:hashes.'SHA-256'": payload('sha256'),
  "file:hashes.'SHA-512'": payload('sha512'),
  'file:hashes.SSDEEP': payload('ssdeep'),
  'file:hashes.TLSH': payload('tlsh'),
  "x509-certificate:hashes.'SHA-1'": network('x509-fingerprint-sha1'),
  "x509-certificate:hashes.'SHA-256'": network('x509-fingerprint-sha256'),
  'x509-certificate:hashes.MD5': network('x509-fingerprint-md5'),
  'mutex:name': dropped('mutex'),
  'windows-registry-key:key': { type: 'regkey', category: 'Persistence mechanism' },
};

/** What a pattern is that is no STIX pattern, or one that no single values stand for. */
export const typeOfPattern: Readonly<Record<string, MispType>> = {
  stix: { type: 'stix2-pattern', category: 'Payload installation' },
  yara: { type: 'yara', category: 'Payload installation' },
  sigma: { type: 'sigma', category: 'Payload installation' },
  snort: network('snort'),
  suricata: network('snort'),
  pcre: network('pattern-in-traffic'),
};

/** Every type that this server writes, with its categories: what describeTypes says. */
export function writtenTypes(): readonly MispType[] {
  const all = [
    ...Object.values(typeOfPath),
    ...Object.values(typeOfPattern),
    { type: 'vulnerability', category: 'External analysis' },
    { type: 'text', category: 'Other' },
  ];
  const unique = new Map(all.map((each) => [`${each.type} ${each.category}`, each]));
  return [...unique.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** Types that block and alert unless told otherwise: all but words, observations of names and vulnerabilities. */
export const blocks = (type: string): boolean =>
  !['text', 'vulnerability', 'AS', 'mac-address', 'filename'].includes(type);
