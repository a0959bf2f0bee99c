import type { Observation } from '../story/observation.ts';
import { cellOf, lines, plainTime, quoted } from './text.ts';

/** Columns of Shadowserver's sinkhole reports that the story fills. */
const sinkholeColumns = [
  'timestamp', 'severity', 'protocol', 'src_ip', 'src_port', 'src_asn', 'src_geo', 'src_region', 'src_city', 'src_hostname',
  'src_sector', 'dst_ip', 'dst_port', 'public_source', 'infection', 'family', 'tag',
]; // prettier-ignore

/** Columns of its scan reports. */
const scanColumns = [
  'timestamp',
  'severity',
  'ip',
  'protocol',
  'port',
  'hostname',
  'tag',
  'asn',
  'geo',
  'region',
  'city',
  'sector',
];

/** A report of Shadowserver's kind, with its header. */
export function shadowserverFile(report: string, observations: readonly Observation[]): string {
  if (report.startsWith('event')) {
    return lines([
      quoted(sinkholeColumns),
      ...observations.map(
        ({ time, protocol, address, port, asn, nation, destination, family }) =>
        quoted([
          plainTime(time), 'critical', protocol, address, cellOf(port), asn, nation, '', '', '', '', destination?.address ?? '',
          destination?.port ?? '', 'example-sinkhole', family, family, '',
        ]), // prettier-ignore
      ),
    ]);
  }
  return lines([
    quoted(scanColumns),
    ...observations.map(({ time, protocol, address, port, asn, nation, family }) =>
      quoted([plainTime(time), 'medium', address, protocol, cellOf(port), '', family, asn, nation, '', '', '']),
    ),
  ]);
}

/** Feodo Tracker's CSV: comments, of which the last one names the columns. */
export function feodoFile(observations: readonly Observation[]): string {
  return lines([
    '# Botnet command servers, in the format of Feodo Tracker',
    `# ${quoted(['first_seen_utc', 'dst_ip', 'dst_port', 'c2_status', 'last_online', 'malware'])}`,
    ...observations.map(({ time, address, port, family }) =>
      quoted([plainTime(time), address, port, 'online', plainTime(time), family]),
    ),
  ]);
}

/** URLhaus's CSV. */
export function urlhausFile(observations: readonly Observation[]): string {
  return lines([
    `# ${quoted(['id', 'dateadded', 'url', 'url_status', 'last_online', 'threat', 'tags', 'urlhaus_link', 'reporter'])}`,
    ...observations.map(({ time, url }, at) =>
      quoted([
        at + 1,
        plainTime(time),
        url,
        'online',
        plainTime(time),
        'malware_download',
        'elf',
        `https://urls.example/${at + 1}`,
        'example',
      ]),
    ),
  ]);
}

/** ThreatFox's CSV. */
export function threatfoxFile(observations: readonly Observation[]): string {
  const columns = [
    'first_seen_utc', 'ioc_id', 'ioc_value', 'ioc_type', 'threat_type', 'fk_malware', 'malware_alias', 'malware_printable', 'last_seen_utc',
    'confidence_level', 'is_compromised', 'reference', 'tags', 'anonymous', 'reporter',
  ]; // prettier-ignore
  return lines([
    `# ${quoted(columns)}`,
    ...observations.map(
      ({ time, address, port, family }, at) =>
      quoted([
        plainTime(time), at + 1, `${address}:${port}`, 'ip:port', 'botnet_cc', `win.${family.toLowerCase()}`, 'None', family, plainTime(time), 75,
        'False', 'None', 'rat', 0, 'example',
      ]), // prettier-ignore
    ),
  ]);
}

/** Team Cymru's reports: bars between the fields. `drifted`: with the columns renamed, as a careless change of the sender does. */
export function cymruFile(observations: readonly Observation[], drifted: boolean): string {
  const columns = drifted
    ? ['report', 'ip', 'asn', 'timestamp', 'comments', 'asninfo', 'risk']
    : ['category', 'address', 'asn', 'timestamp', 'optional_information', 'asninfo'];
  return lines([
    `# ${columns.join('|')}`,
    ...observations.map(({ time, address, port, protocol, asn, family, destination }) => {
      const details = [
        `family: ${family}`,
        `protocol: ${protocol}`,
        ...(port === -1 ? [] : [`srcport: ${port}`]),
        ...(destination === null ? [] : [`destaddr: ${destination.address}`]),
      ];
      return [
        'bots',
        address,
        asn,
        plainTime(time),
        `${details.join('; ')};`,
        'EXAMPLE',
        ...(drifted ? ['high'] : []),
      ].join('|');
    }),
  ]);
}
