import { Type, type Static } from 'typebox';

/**
 * The Reference Security Incident Taxonomy of ENISA's working group: its machine tags (CC0), type by type. An event's class is
 * a type; the taxonomy follows from it.
 */
export const rsitTaxonomies = {
  'abusive-content': 'Abusive Content',
  'malicious-code': 'Malicious Code',
  'information-gathering': 'Information Gathering',
  'intrusion-attempts': 'Intrusion Attempts',
  intrusions: 'Intrusions',
  availability: 'Availability',
  'information-content-security': 'Information Content Security',
  fraud: 'Fraud',
  vulnerable: 'Vulnerable',
  other: 'Other',
  test: 'Test',
} as const;
export type RsitTaxonomy = keyof typeof rsitTaxonomies;

export const rsit = {
  spam: { taxonomy: 'abusive-content', title: 'Spam' },
  'harmful-speech': { taxonomy: 'abusive-content', title: 'Harmful Speech' },
  violence: { taxonomy: 'abusive-content', title: '(Child) Sexual Exploitation/Sexual/Violent Content' },
  'infected-system': { taxonomy: 'malicious-code', title: 'Infected System' },
  'c2-server': { taxonomy: 'malicious-code', title: 'C2 Server' },
  'malware-distribution': { taxonomy: 'malicious-code', title: 'Malware Distribution' },
  'malware-configuration': { taxonomy: 'malicious-code', title: 'Malware Configuration' },
  scanner: { taxonomy: 'information-gathering', title: 'Scanning' },
  sniffing: { taxonomy: 'information-gathering', title: 'Sniffing' },
  'social-engineering': { taxonomy: 'information-gathering', title: 'Social Engineering' },
  'ids-alert': { taxonomy: 'intrusion-attempts', title: 'Exploitation of known Vulnerabilities' },
  'brute-force': { taxonomy: 'intrusion-attempts', title: 'Login attempts' },
  exploit: { taxonomy: 'intrusion-attempts', title: 'New attack signature' },
  'privileged-account-compromise': { taxonomy: 'intrusions', title: 'Privileged Account Compromise' },
  'unprivileged-account-compromise': { taxonomy: 'intrusions', title: 'Unprivileged Account Compromise' },
  'application-compromise': { taxonomy: 'intrusions', title: 'Application Compromise' },
  'system-compromise': { taxonomy: 'intrusions', title: 'System Compromise' },
  burglary: { taxonomy: 'intrusions', title: 'Burglary' },
  dos: { taxonomy: 'availability', title: 'Denial of Service' },
  ddos: { taxonomy: 'availability', title: 'Distributed Denial of Service' },
  misconfiguration: { taxonomy: 'availability', title: 'Misconfiguration' },
  sabotage: { taxonomy: 'availability', title: 'Sabotage' },
  outage: { taxonomy: 'availability', title: 'Outage' },
  'unauthorised-information-access': {
    taxonomy: 'information-content-security',
    title: 'Unauthorised access to information',
  },
  'unauthorised-information-modification': {
    taxonomy: 'information-content-security',
    title: 'Unauthorised modification of information',
  },
  'data-loss': { taxonomy: 'information-content-security', title: 'Data Loss' },
  'data-leak': { taxonomy: 'information-content-security', title: 'Leak of confidential information' },
  'unauthorised-use-of-resources': { taxonomy: 'fraud', title: 'Unauthorised use of resources' },
  copyright: { taxonomy: 'fraud', title: 'Copyright' },
  masquerade: { taxonomy: 'fraud', title: 'Masquerade' },
  phishing: { taxonomy: 'fraud', title: 'Phishing' },
  'weak-crypto': { taxonomy: 'vulnerable', title: 'Weak crypto' },
  'ddos-amplifier': { taxonomy: 'vulnerable', title: 'DDoS amplifier' },
  'potentially-unwanted-accessible': { taxonomy: 'vulnerable', title: 'Potentially unwanted accessible services' },
  'information-disclosure': { taxonomy: 'vulnerable', title: 'Information disclosure' },
  'vulnerable-system': { taxonomy: 'vulnerable', title: 'Vulnerable system' },
  other: { taxonomy: 'other', title: 'Uncategorised' },
  undetermined: { taxonomy: 'other', title: 'Undetermined' },
  test: { taxonomy: 'test', title: 'Test' },
} as const satisfies Record<string, { taxonomy: RsitTaxonomy; title: string }>;
export type RsitType = keyof typeof rsit;

/** Whether a text is a type of the taxonomy. */
export function isRsitType(text: string): text is RsitType {
  return Object.hasOwn(rsit, text);
}

/** The taxonomy that a type belongs to; 'other' for what is no type of it. */
export function taxonomyOf(type: string): RsitTaxonomy {
  return isRsitType(type) ? rsit[type].taxonomy : 'other';
}

export const RsitClass = Type.Unsafe<RsitType>({ type: 'string', enum: Object.keys(rsit) });
export type RsitClass = Static<typeof RsitClass>;
