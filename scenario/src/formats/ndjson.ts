import type { Observation } from '../story/observation.ts';

/** A line of our own event schema (api/src/event.ts). */
export function tocsinLine({
  time,
  class: kind,
  family,
  address,
  port,
  protocol,
  destination,
  domain,
  url,
}: Observation): string {
  return JSON.stringify({
    time: new Date(time).toISOString(),
    class: kind,
    ...(address === '' ? {} : { address }),
    ...(port === -1 ? {} : { port }),
    protocol,
    ...(family === '' ? {} : { family }),
    ...(destination === null ? {} : { destination }),
    ...(domain === '' ? {} : { domain }),
    ...(url === '' ? {} : { url }),
  });
}

/** IntelMQ's classification types for what honeypots see. https://docs.intelmq.org/latest/dev/data-format/ */
const intelmqTypes: Readonly<Record<string, string>> = {
  'brute-force': 'brute-force',
  scanner: 'scanner',
  exploit: 'exploit',
};

/** An IntelMQ event, as its file output writes it: one JSON object a line. */
export function intelmqLine({
  time,
  class: kind,
  family,
  address,
  port,
  protocol,
  asn,
  nation,
  destination,
}: Observation): string {
  return JSON.stringify({
    'feed.name': 'Programme honeypots',
    'classification.type': intelmqTypes[kind] ?? 'undetermined',
    ...(family === '' ? {} : { 'classification.identifier': family }),
    'time.source': new Date(time).toISOString(),
    'source.ip': address,
    ...(port === -1 ? {} : { 'source.port': port }),
    ...(asn === 0 ? {} : { 'source.asn': asn }),
    ...(nation === '' ? {} : { 'source.geolocation.cc': nation }),
    'protocol.transport': protocol,
    ...(destination === null ? {} : { 'destination.ip': destination.address, 'destination.port': destination.port }),
  });
}

/** n6's categories. https://n6.readthedocs.io/ */
const categories: Readonly<Record<string, string>> = {
  'infected-system': 'bots',
  'ddos-amplifier': 'amplifier',
  phishing: 'phish',
};

/** An n6 event, one a line. */
export function n6Line({
  time,
  class: kind,
  family,
  address,
  port,
  protocol,
  asn,
  nation,
  destination,
}: Observation): string {
  const server = kind !== 'infected-system';
  return JSON.stringify({
    source: 'example.exchange',
    confidence: 'medium',
    restriction: 'need-to-know',
    category: categories[kind] ?? 'other',
    time: plainUtc(time),
    ...(family === '' ? {} : { name: family }),
    proto: protocol,
    ...(port === -1 ? {} : server ? { dport: port } : { sport: port }),
    ...(destination === null || server ? {} : { dip: destination.address, dport: destination.port }),
    address: [{ ip: address, ...(asn === 0 ? {} : { asn }), ...(nation === '' ? {} : { cc: nation }) }],
  });
}

const plainUtc = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** An X-ARF 4 report of somebody who was bothered. https://xarf.org */
export function xarfLine({ time, class: kind, address, port, destination }: Observation): string {
  const spam = kind === 'spam';
  return JSON.stringify({
    xarf_version: '4.0.0',
    report_id: `${time.toString(16).padStart(12, '0')}-${address}`,
    timestamp: plainUtc(time),
    reporter: { org: 'Example Citizens', contact: 'reports@citizens.example', type: 'manual' },
    category: spam ? 'messaging' : 'connection',
    type: spam ? 'spam' : 'login_attack',
    source_identifier: address,
    ...(port === -1 ? {} : { source_port: port }),
    ...(destination === null ? {} : { destination_port: destination.port }),
    evidence_source: spam ? 'spamtrap' : 'honeypot',
  });
}
