import type { Feed, Mapping, Row } from '../decode/feed.ts';
import { endpointOfText, endpointOfUrl } from '../decode/url-host.ts';
import type { Given } from '../given.ts';

const classes: Record<string, string> = {
  botnet_cc: 'c2-server',
  payload_delivery: 'malware-distribution',
  payload: 'malware-distribution',
  cc_skimming: 'malware-configuration',
};

const mapping: Mapping = {
  targets: {
    time: ['last_seen_utc', 'last_seen', 'first_seen_utc', 'first_seen'],
    family: ['malware_printable', 'fk_malware', 'malware'],
  },
  class: 'undetermined',
  empty: ['None'],
  finish,
};

/** ThreatFox of abuse.ch: indicators of which address and port, domain and URL name someone; a hash does not. https://threatfox.abuse.ch/api/ */
export const threatfox: Feed = {
  name: 'threatfox',
  title: 'abuse.ch ThreatFox (CSV, JSON)',
  table: {
    delimiter: ',',
    quoted: true,
    header: 'comment',
    columns: [
      ...[
        'first_seen_utc',
        'ioc_id',
        'ioc_value',
        'ioc_type',
        'threat_type',
        'fk_malware',
        'malware_alias',
        'malware_printable',
      ],
      ...['last_seen_utc', 'confidence_level', 'is_compromised', 'reference', 'tags', 'anonymous', 'reporter'],
    ],
    mapping: (columns) => (columns.includes('ioc_value') ? mapping : undefined),
  },
  // The API answers with `data`, the export with an object from id to a list of one record.
  json: { wrapper: '*', mapping },
};

function finish(given: Given, row: Row): void {
  const indicator = row.text('ioc_value') || row.text('ioc');
  const type = row.text('ioc_type');
  given.class = classes[row.text('threat_type')] ?? 'undetermined';
  if (type === 'url') given.url = indicator;
  else if (type !== 'ip:port' && type !== 'domain') return;
  const host = type === 'url' ? endpointOfUrl(indicator) : endpointOfText(indicator);
  given.address = host.address;
  given.domain = host.domain;
  given.port = host.port;
}
