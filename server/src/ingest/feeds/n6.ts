import type { Feed, Flat, JsonObject, Refusal } from '../decode/feed.ts';
import { flatOf } from '../decode/json-records.ts';

/** n6's categories (CERT Polska, https://n6.readthedocs.io/) by RSIT type. */
const classes: Record<string, string> = {
  amplifier: 'ddos-amplifier',
  backdoor: 'system-compromise',
  bots: 'infected-system',
  cnc: 'c2-server',
  deface: 'unauthorised-information-modification',
  'dns-query': 'undetermined',
  'dos-attacker': 'ddos',
  'dos-victim': 'ddos',
  exposed: 'information-disclosure',
  flow: 'undetermined',
  'flow-anomaly': 'undetermined',
  fraud: 'masquerade',
  leak: 'data-leak',
  malurl: 'malware-distribution',
  'malware-action': 'malware-configuration',
  other: 'other',
  phish: 'phishing',
  proxy: 'potentially-unwanted-accessible',
  'sandbox-url': 'undetermined',
  scam: 'masquerade',
  scanning: 'scanner',
  'server-exploit': 'exploit',
  spam: 'spam',
  'spam-url': 'spam',
  tor: 'other',
  vulnerable: 'vulnerable-system',
  webinject: 'malware-configuration',
};

/** Where these concern a server, dport is its own port. */
const servers = new Set([
  'amplifier',
  'cnc',
  'deface',
  'exposed',
  'malurl',
  'phish',
  'proxy',
  'vulnerable',
  'backdoor',
  'tor',
]);

/** Events of n6. An event names all addresses that it concerns: each becomes an event of its own. */
export const n6: Feed = {
  name: 'n6',
  title: 'n6 events (JSON)',
  json: {
    mapping: {
      targets: {
        time: ['time'],
        address: ['address.ip'],
        port: ['sport'],
        protocol: ['proto'],
        asn: ['address.asn'],
        country: ['address.cc'],
        hostname: ['address.rdns'],
        domain: ['fqdn'],
        url: ['url'],
        dstAddress: ['dip', 'adip'],
        dstPort: ['dport'],
        family: ['name'],
      },
      class: '',
      finish(given, row) {
        const category = row.text('category').toLowerCase();
        given.class = classes[category] ?? '';
        if (given.port !== -1 || given.dstAddress !== '' || !servers.has(category)) return;
        given.port = given.dstPort;
        given.dstPort = -1;
      },
    },
    split,
  },
};

function split(event: JsonObject): Flat[] | Refusal {
  const { address } = event;
  if (address === undefined || address === null || (Array.isArray(address) && address.length === 0))
    return [flatOf(event)];
  const list: unknown[] = Array.isArray(address) ? address : [address];
  const rest = flatOf(Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'address')));
  const flats: Flat[] = [];
  for (const one of list) {
    const own = typeof one === 'string' ? { ip: one } : one;
    if (typeof own !== 'object' || own === null || Array.isArray(own))
      return { refuse: 'wrong_type', detail: 'address is no list of objects' };
    flats.push({
      names: [...Object.keys(own).map((name) => `address.${name}`), ...rest.names],
      values: [...(Object.values(own) as unknown[]), ...rest.values],
    });
  }
  return flats;
}
