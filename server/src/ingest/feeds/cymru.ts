import type { Feed, Mapping, Row } from '../decode/feed.ts';
import { portOfText } from '../decode/number.ts';
import { protocolName } from '../decode/protocol.ts';
import { endpointOfUrl } from '../decode/url-host.ts';
import type { Given } from '../given.ts';

const classes: Record<string, string> = {
  beacon: 'infected-system',
  bot: 'infected-system',
  bots: 'infected-system',
  conficker: 'infected-system',
  bruteforce: 'brute-force',
  controller: 'c2-server',
  darknet: 'scanner',
  dnschanger: 'infected-system',
  honeypot: 'scanner',
  malwareurl: 'malware-distribution',
  openresolver: 'ddos-amplifier',
  openresolvers: 'ddos-amplifier',
  phishing: 'phishing',
  proxy: 'potentially-unwanted-accessible',
  routers: 'system-compromise',
  router: 'system-compromise',
  scanner: 'scanner',
  scanners: 'scanner',
  spam: 'spam',
};

const mapping: Mapping = {
  targets: { time: ['timestamp'], address: ['address', 'ip'], asn: ['asn'] },
  class: 'undetermined',
  finish,
};

/** Reports of Team Cymru's CSIRT Assistance Program: fields between bars, details as free text or as `key: value;` in one of them. */
export const cymru: Feed = {
  name: 'cymru',
  title: 'Team Cymru CAP reports',
  table: {
    delimiter: '|',
    quoted: false,
    header: 'comment',
    columns: ['category', 'address', 'asn', 'timestamp', 'optional_information', 'asninfo'],
    mapping: (columns) =>
      columns.includes('timestamp') && (columns.includes('address') || columns.includes('ip')) ? mapping : undefined,
  },
};

/** Keys of details, in today's spelling and in older ones. */
const KEYS = {
  family: ['family', 'mwtype'],
  port: ['port', 'srcport', 'src_port', 'source_port'],
  protocol: ['protocol'],
  address: ['dest_addr', 'destaddr', 'dstaddr', 'destination_ip'],
  dstPort: [
    'dest_port',
    'dstport',
    'destination_port',
    'honeypot_port',
    'darknet_port',
    'destination_port_numbers',
    'ports_scanned',
  ],
  hostname: ['hostname'],
  url: ['url'],
} as const;
const ALL_KEYS = Object.values(KEYS).flat().join('|');

function finish(given: Given, row: Row): void {
  const category = (row.text('category') || row.text('report')).toLowerCase();
  const details = row.text('optional_information') || row.text('comments');
  given.class = classes[category] ?? 'undetermined';
  const known = detailsOf(details);
  const find = (keys: readonly string[]) =>
    keys.map((key) => known.get(key)).find((value) => value !== undefined) ?? '';
  given.family = find(KEYS.family) || (category === 'conficker' ? 'conficker' : '');
  given.protocol = protocolName(find(KEYS.protocol));
  given.port = portOfText(find(KEYS.port));
  given.dstAddress = find(KEYS.address);
  // A list of ports is in extra alone.
  given.dstPort = /^\d+$/.test(find(KEYS.dstPort)) ? portOfText(find(KEYS.dstPort)) : -1;
  const host = find(KEYS.hostname);
  if (host !== given.address) given[category === 'controller' ? 'domain' : 'hostname'] = host;
  if (category === 'proxy')
    given.port = given.port === -1 ? portOfText(/[-(](\d{1,5})\)?;?$/.exec(proxyOf(details))?.[1] ?? '') : given.port;
  if (category === 'phishing' || category === 'malwareurl') {
    given.url = find(KEYS.url) || (/^https?:\/\/[^;\s]+/i.exec(details)?.[0] ?? '');
    given.domain = endpointOfUrl(given.url).domain;
  }
}

function proxyOf(details: string): string {
  return details.split(';')[0]?.trim() ?? '';
}

/**
 * The details by key: `key: value;key:value;`, or in older reports `srcport 1337 mwtype Name destaddr 192.0.2.1 Name`. A value ends where
 * the next known key begins, with or without a semicolon before it.
 */
function detailsOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const colons = text.includes(':');
  const form = colons
    ? new RegExp(`(?:^|;|\\s|(?<=[a-z]))(${ALL_KEYS}):\\s*`, 'g')
    : new RegExp(`(?:^|\\s)(${ALL_KEYS})\\s+`, 'g');
  const marks = [...text.matchAll(form)];
  marks.forEach((mark, index) => {
    const start = mark.index + mark[0].length;
    const rest = text.slice(start, marks[index + 1]?.index ?? text.length);
    const value = (colons ? rest.split(';')[0] : rest)?.trim() ?? '';
    const key = mark[1] ?? '';
    if (value === '' || found.has(key)) return;
    found.set(key, !colons && key !== 'mwtype' ? (value.split(/\s/)[0] ?? '') : value);
  });
  return found;
}
