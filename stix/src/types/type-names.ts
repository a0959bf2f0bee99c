/** The types of STIX 2.1, by category. Any other is a custom type or one of an extension. */
export const sdoTypes = [
  'attack-pattern',
  'campaign',
  'course-of-action',
  'grouping',
  'identity',
  'incident',
  'indicator',
  'infrastructure',
  'intrusion-set',
  'location',
  'malware',
  'malware-analysis',
  'note',
  'observed-data',
  'opinion',
  'report',
  'threat-actor',
  'tool',
  'vulnerability',
] as const;

export const sroTypes = ['relationship', 'sighting'] as const;

export const scoTypes = [
  'artifact',
  'autonomous-system',
  'directory',
  'domain-name',
  'email-addr',
  'email-message',
  'file',
  'ipv4-addr',
  'ipv6-addr',
  'mac-addr',
  'mutex',
  'network-traffic',
  'process',
  'software',
  'url',
  'user-account',
  'windows-registry-key',
  'x509-certificate',
] as const;

export const metaTypes = ['marking-definition', 'language-content', 'extension-definition'] as const;

const [sdo, sro, sco, meta] = [sdoTypes, sroTypes, scoTypes, metaTypes].map((names) => new Set<string>(names)) as [
  Set<string>,
  Set<string>,
  Set<string>,
  Set<string>,
];

/** Whether it is a STIX Domain Object (section 4). */
export const isSdo = (type: string): boolean => sdo.has(type);
/** Whether it is a STIX Relationship Object (section 5). */
export const isSro = (type: string): boolean => sro.has(type);
/** Whether it is a STIX Cyber-observable Object (section 6). */
export const isSco = (type: string): boolean => sco.has(type);
/** Whether it is a meta object (section 7). */
export const isMeta = (type: string): boolean => meta.has(type);
/** Whether it is a type of which STIX 2.1 knows nothing. */
export const isCustom = (type: string): boolean =>
  !isSdo(type) && !isSro(type) && !isSco(type) && !isMeta(type) && type !== 'bundle';
