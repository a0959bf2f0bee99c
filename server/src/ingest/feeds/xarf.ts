import { isIP } from '#kernel/ip-literal.ts';
import type { Feed, Flat, JsonObject, Refusal, Row } from '../decode/feed.ts';
import { flatOf } from '../decode/json-records.ts';
import { endpointOfText, endpointOfUrl } from '../decode/url-host.ts';
import type { Given } from '../given.ts';

/** X-ARF 4 types by RSIT type; the key of a category alone is for types that are new. https://xarf.org */
const classes: Record<string, string> = {
  messaging: 'spam',
  content: 'undetermined',
  'content/phishing': 'phishing',
  'content/malware': 'malware-distribution',
  'content/csam': 'violence',
  'content/csem': 'violence',
  'content/exposed_data': 'data-leak',
  'content/brand_infringement': 'masquerade',
  'content/fraud': 'masquerade',
  'content/remote_compromise': 'system-compromise',
  'content/suspicious_registration': 'masquerade',
  copyright: 'copyright',
  connection: 'undetermined',
  'connection/login_attack': 'brute-force',
  'connection/port_scan': 'scanner',
  'connection/vulnerability_scan': 'scanner',
  'connection/vuln_scanning': 'scanner',
  'connection/reconnaissance': 'scanner',
  'connection/scraping': 'scanner',
  'connection/sql_injection': 'exploit',
  'connection/ddos': 'ddos',
  'connection/infected_host': 'infected-system',
  vulnerability: 'vulnerable-system',
  'vulnerability/cve': 'vulnerable-system',
  'vulnerability/open_service': 'potentially-unwanted-accessible',
  'vulnerability/open': 'potentially-unwanted-accessible',
  'vulnerability/misconfiguration': 'misconfiguration',
  infrastructure: 'system-compromise',
  'infrastructure/botnet': 'infected-system',
  'infrastructure/compromised_server': 'system-compromise',
  reputation: 'other',
  'reputation/command_and_control': 'c2-server',
  'reputation/phishing': 'phishing',
  'reputation/malware': 'malware-distribution',
  'reputation/spam': 'spam',
};

/** Reports of X-ARF 4, whose source is the one concerned. Version 3 nests its fields and is refused by name. */
export const xarf: Feed = {
  name: 'xarf',
  title: 'X-ARF 4 reports (JSON)',
  json: {
    mapping: {
      targets: {
        time: ['timestamp'],
        address: ['source_identifier'],
        port: ['source_port', 'service_port', 'port'],
        protocol: ['protocol'],
        asn: ['asn'],
        country: ['geographic_location', 'country'],
        url: ['url'],
        dstAddress: ['destination_ip'],
        dstPort: ['destination_port'],
        dstDomain: ['c2_server'],
        family: ['malware_family', 'cve_id'],
        severity: ['severity', 'risk_level'],
      },
      class: 'undetermined',
      finish,
    },
    split,
  },
};

function split(report: JsonObject): Flat[] | Refusal {
  const version = report['xarf_version'] ?? report['Version'];
  if (typeof version !== 'string') return { refuse: 'unsupported_version', detail: 'no xarf_version; X-ARF 4 is read' };
  return version.startsWith('4.')
    ? [flatOf(report)]
    : { refuse: 'unsupported_version', detail: `X-ARF ${version.slice(0, 20)}; X-ARF 4 is read` };
}

function finish(given: Given, row: Row): void {
  const category = row.text('category') || row.text('class');
  const type = category === 'reputation' ? row.text('threat_type') : row.text('type');
  if (category === 'vulnerability' && given.family === '') given.family = row.text('service');
  given.class = classes[`${category}/${type}`] ?? classes[category] ?? 'undetermined';
  if (isIP(given.address) === 0) {
    // The source may be named by a domain, a URL or a mailbox.
    const named = given.address.includes('://')
      ? endpointOfUrl(given.address)
      : endpointOfText(given.address.replace(/^.*@/, ''));
    if (named.domain !== given.address) row.keep('source_identifier');
    given.address = named.address;
    given.domain = named.domain;
    if (given.port === -1) given.port = named.port;
  }
  if (given.domain === '' && given.url !== '') given.domain = endpointOfUrl(given.url).domain;
}
