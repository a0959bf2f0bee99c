import type { Feed } from '../decode/feed.ts';
import { rsitClass } from './rsit-class.ts';

/** Events of IntelMQ's Data Harmonization, with dotted keys: https://docs.intelmq.org/latest/dev/data-format/ */
export const intelmq: Feed = {
  name: 'intelmq',
  title: 'IntelMQ events (JSON)',
  json: {
    mapping: {
      targets: {
        time: ['time.source', 'time.observation'],
        address: ['source.ip'],
        port: ['source.port'],
        protocol: ['protocol.transport'],
        asn: ['source.asn'],
        country: ['source.geolocation.cc'],
        hostname: ['source.reverse_dns'],
        domain: ['source.fqdn'],
        url: ['source.url'],
        sector: ['extra.source.sector', 'extra.source_sector', 'extra.sector'],
        dstAddress: ['destination.ip'],
        dstPort: ['destination.port'],
        dstDomain: ['destination.fqdn', 'destination.reverse_dns'],
        family: ['malware.name', 'classification.identifier'],
        severity: ['extra.severity'],
      },
      class: '',
      finish(given, row) {
        given.class = rsitClass(row.text('classification.type'));
      },
    },
  },
};
