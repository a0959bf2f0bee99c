import type { Feed, Mapping } from '../decode/feed.ts';

const mapping: Mapping = {
  targets: {
    // The last sighting is the observation; a new one of the same server is a new event.
    time: ['last_online', 'first_seen_utc', 'first_seen'],
    address: ['dst_ip', 'ip_address'],
    port: ['dst_port', 'port'],
    asn: ['as_number'],
    country: ['country'],
    hostname: ['hostname'],
    family: ['malware'],
  },
  class: 'c2-server',
  empty: ['None'],
};

/** Feodo Tracker of abuse.ch: command servers. https://feodotracker.abuse.ch/blocklist/ */
export const feodo: Feed = {
  name: 'feodo',
  title: 'abuse.ch Feodo Tracker (CSV, JSON)',
  table: {
    delimiter: ',',
    quoted: true,
    header: 'comment',
    columns: ['first_seen_utc', 'dst_ip', 'dst_port', 'c2_status', 'last_online', 'malware'],
    mapping: (columns) => (columns.includes('dst_ip') ? mapping : undefined),
  },
  json: { mapping },
};
