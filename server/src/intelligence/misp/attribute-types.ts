/**
 * MISP's attribute types and their place in STIX 2.1, for reading and for writing (MISP core format, section 2.4.2.3;
 * "MISP to STIX 2.1 mapping"). What a table does not name is no STIX observable.
 */
export interface AttributeType {
  /** Object path of the value, as a pattern writes it: of a composite type, of each part. */
  readonly paths: readonly string[];
  /** The category that MISP gives it by itself. */
  readonly category: string;
  /** Whether MISP takes it for something to detect unless told. */
  readonly toIds: boolean;
}

const network = (...paths: string[]): AttributeType => ({ paths, category: 'Network activity', toIds: true });
const payload = (...paths: string[]): AttributeType => ({ paths, category: 'Payload delivery', toIds: true });
const seen = (category: string, ...paths: string[]): AttributeType => ({ paths, category, toIds: false });

/** An address of either family; reading decides by the value. */
export const anyAddress = 'ip-addr:value';

/** MISP's names of hashes, and STIX's. */
export const hashNames: ReadonlyMap<string, string> = new Map([
  ['md5', 'MD5'],
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
  ['sha512', 'SHA-512'],
  ['sha3-256', 'SHA3-256'],
  ['sha3-512', 'SHA3-512'],
  ['ssdeep', 'SSDEEP'],
  ['tlsh', 'TLSH'],
  ['sha224', 'SHA224'],
  ['sha384', 'SHA384'],
  ['imphash', 'IMPHASH'],
  ['vhash', 'VHASH'],
]);

const hashPath = (stix: string): string => `file:hashes.'${stix}'`;
const fileHashes = [...hashNames].flatMap(([misp, stix]): [string, AttributeType][] => [
  [misp, payload(hashPath(stix))],
  [`filename|${misp}`, payload('file:name', hashPath(stix))],
]);

/** By MISP's name of the type. */
export const attributeTypes: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ['ip-src', network(anyAddress)],
  ['ip-dst', network(anyAddress)],
  ['ip-src|port', network('network-traffic:src_ref.value', 'network-traffic:src_port')],
  ['ip-dst|port', network('network-traffic:dst_ref.value', 'network-traffic:dst_port')],
  ['domain', network('domain-name:value')],
  ['hostname', network('domain-name:value')],
  ['domain|ip', network('domain-name:value', anyAddress)],
  ['hostname|port', network('network-traffic:dst_ref.value', 'network-traffic:dst_port')],
  ['url', network('url:value')],
  ['uri', network('url:value')],
  ['link', seen('External analysis', 'url:value')],
  ['user-agent', seen('Network activity', "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'")],
  ['mac-address', seen('Network activity', 'mac-addr:value')],
  ['AS', seen('Network activity', 'autonomous-system:number')],
  ['email', payload('email-addr:value')],
  ['email-src', payload('email-message:from_ref.value')],
  ['email-dst', payload('email-message:to_refs[*].value')],
  ['email-subject', seen('Payload delivery', 'email-message:subject')],
  ['filename', payload('file:name')],
  ...fileHashes,
  ['mutex', { paths: ['mutex:name'], category: 'Artifacts dropped', toIds: true }],
  ['regkey', { paths: ['windows-registry-key:key'], category: 'Persistence mechanism', toIds: true }],
  [
    'regkey|value',
    {
      paths: ['windows-registry-key:key', 'windows-registry-key:values[*].data'],
      category: 'Persistence mechanism',
      toIds: true,
    },
  ],
  ['x509-fingerprint-md5', network("x509-certificate:hashes.'MD5'")],
  ['x509-fingerprint-sha1', network("x509-certificate:hashes.'SHA-1'")],
  ['x509-fingerprint-sha256', network("x509-certificate:hashes.'SHA-256'")],
]);

/** Types whose value is itself a rule: the `pattern_type` of the indicator. */
export const ruleTypes: ReadonlyMap<string, string> = new Map([
  ['yara', 'yara'],
  ['snort', 'snort'],
  ['sigma', 'sigma'],
  ['pattern-in-traffic', 'snort'],
  ['stix2-pattern', 'stix'],
]);

/** Types of galaxy clusters, and the STIX type that each becomes. */
export const galaxyTypes: ReadonlyMap<string, string> = new Map([
  ['threat-actor', 'threat-actor'],
  ['mitre-intrusion-set', 'intrusion-set'],
  ['mitre-malware', 'malware'],
  ['malpedia', 'malware'],
  ['ransomware', 'malware'],
  ['banker', 'malware'],
  ['botnet', 'malware'],
  ['rat', 'malware'],
  ['stealer', 'malware'],
  ['backdoor', 'malware'],
  ['mitre-tool', 'tool'],
  ['tool', 'tool'],
  ['mitre-attack-pattern', 'attack-pattern'],
  ['mitre-course-of-action', 'course-of-action'],
]);

/** Levels of MISP's taxonomy `tlp`, and ours. */
export const tlpTags: ReadonlyMap<string, 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'> = new Map([
  ['tlp:clear', 'clear'],
  ['tlp:white', 'clear'],
  ['tlp:green', 'green'],
  ['tlp:amber', 'amber'],
  ['tlp:amber+strict', 'amber+strict'],
  ['tlp:red', 'red'],
]);
