import type { Feed, Mapping } from '../decode/feed.ts';
import { endpointOfUrl } from '../decode/url-host.ts';

const mapping: Mapping = {
  targets: { time: ['last_online', 'dateadded'], url: ['url'] },
  class: 'malware-distribution',
  empty: ['None'],
  finish(given) {
    const host = endpointOfUrl(given.url);
    given.address = host.address;
    given.domain = host.domain;
    given.port = host.port;
  },
};

/** URLhaus of abuse.ch: URLs that serve malware. https://urlhaus.abuse.ch/api/ */
export const urlhaus: Feed = {
  name: 'urlhaus',
  title: 'abuse.ch URLhaus (CSV, JSON)',
  table: {
    delimiter: ',',
    quoted: true,
    header: 'comment',
    columns: ['id', 'dateadded', 'url', 'url_status', 'last_online', 'threat', 'tags', 'urlhaus_link', 'reporter'],
    mapping: (columns) => (columns.includes('dateadded') && columns.includes('url') ? mapping : undefined),
  },
  // Its JSON is one object: from id to a list of one record.
  json: { wrapper: '*', mapping },
};
