import { isRsitType } from '@tocsin/api/rsit.ts';

/** Names that formats use, or used, for a type of the taxonomy. */
const others: Record<string, string> = {
  'botnet drone': 'infected-system',
  'infected system': 'infected-system',
  bot: 'infected-system',
  malware: 'infected-system',
  ransomware: 'infected-system',
  'c&c': 'c2-server',
  c2server: 'c2-server',
  'c2 server': 'c2-server',
  'malware configuration': 'malware-configuration',
  'malware distribution': 'malware-distribution',
  'malicious code': 'malware-distribution',
  exploited: 'system-compromise',
  compromised: 'system-compromise',
  backdoor: 'system-compromise',
  defacement: 'unauthorised-information-modification',
  dropzone: 'data-leak',
  leak: 'data-leak',
  'vulnerable service': 'vulnerable-system',
  'vulnerable client': 'vulnerable-system',
  'vulnerable system': 'vulnerable-system',
  'potentially-unwanted-accessible-service': 'potentially-unwanted-accessible',
  'ids alert': 'ids-alert',
  'unauthorized-command': 'system-compromise',
  'unauthorized-login': 'unprivileged-account-compromise',
  'unauthorised-login': 'unprivileged-account-compromise',
  'unauthorized-use-of-resources': 'unauthorised-use-of-resources',
  'privileged account compromise': 'privileged-account-compromise',
  'unprivileged account compromise': 'unprivileged-account-compromise',
  blacklist: 'other',
  blocklist: 'other',
  'dga domain': 'other',
  'dga-domain': 'other',
  proxy: 'other',
  tor: 'other',
  unknown: 'undetermined',
};

/** The type of the taxonomy that a text means; '' when none. */
export function rsitClass(text: string): string {
  const name = text.trim().toLowerCase();
  if (name === '' || isRsitType(name)) return name;
  const dashed = name.replaceAll('_', '-');
  return isRsitType(dashed) ? dashed : (others[name] ?? '');
}
