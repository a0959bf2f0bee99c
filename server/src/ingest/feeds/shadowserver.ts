import type { Feed, Hints, Mapping, Row } from '../decode/feed.ts';
import { endpointOfText, endpointOfUrl } from '../decode/url-host.ts';
import type { Given } from '../given.ts';
import { classOfReport, plainReport, reportOfColumns, reportOfFileName } from './shadowserver-reports.ts';

/** The Shadowserver Foundation's reports: CSV, one kind of report a file, times in UTC. Columns come and go: they are found by name. */
export const shadowserver: Feed = {
  name: 'shadowserver',
  title: 'Shadowserver reports (CSV)',
  table: { delimiter: ',', quoted: true, header: 'first', mapping },
};

const common: Mapping['targets'] = {
  time: ['timestamp'],
  address: ['src_ip', 'ip', 'http_referer_ip'],
  port: ['src_port', 'port', 'http_referer_port'],
  protocol: ['protocol'],
  asn: ['src_asn', 'asn', 'http_referer_asn'],
  country: ['src_geo', 'geo', 'http_referer_geo'],
  hostname: ['src_hostname', 'hostname', 'http_referer_hostname'],
  sector: ['src_sector', 'sector', 'http_referer_sector'],
  dstAddress: ['dst_ip'],
  dstPort: ['dst_port'],
  dstDomain: ['http_host', 'query', 'domain', 'dst_hostname'],
  family: ['family', 'infection', 'tag'],
  severity: ['severity'],
};

/** The victim of an attack is the one concerned: its addresses are the destination's. */
const ofTarget: Mapping['targets'] = {
  ...common,
  address: ['dst_ip'],
  port: ['dst_port'],
  asn: ['dst_asn'],
  country: ['dst_geo'],
  hostname: ['dst_hostname'],
  sector: ['dst_sector'],
  dstAddress: ['src_ip'],
  dstPort: ['src_port'],
  dstDomain: ['src_hostname'],
};

const ofUrl: Mapping['targets'] = { ...common, url: ['url'], domain: ['host'], dstDomain: [], family: ['family'] };

function mapping(columns: readonly string[], hints: Hints): Mapping | undefined {
  const known = new Set(columns.map((name) => name.toLowerCase()));
  const addresses = ['src_ip', 'ip', 'http_referer_ip', 'dst_ip', 'url', 'host', 'domain'];
  if (!known.has('timestamp') || !addresses.some((name) => known.has(name))) return undefined;
  const named = hints.report || reportOfFileName(hints.fileName ?? '');
  const report = plainReport(named || reportOfColumns(known));
  const type = classOfReport(report);

  if (report === 'event_honeypot_ddos_target') return { targets: ofTarget, class: type };
  if (report === 'compromised_website') {
    return {
      targets: { ...common, domain: ['http_host'], dstDomain: [], family: ['family', 'tag'] },
      class: type,
      finish: finishWebsite,
    };
  }
  if (known.has('url') && known.has('host')) return { targets: ofUrl, class: type, finish: finishUrl };
  if (report === 'special') return { targets: common, class: type, finish: finishSpecial };
  if (report === 'sandbox_conn') return { targets: { ...common, domain: ['host'], dstDomain: [] }, class: type };
  if (report.startsWith('scan_')) {
    const service = report.slice('scan_'.length);
    return { targets: { ...common, dstDomain: [] }, class: type, finish: (given) => nameWeakness(given, service) };
  }
  if (report.startsWith('population_') || report === 'device_id')
    return { targets: { ...common, dstDomain: [], family: [] }, class: type };
  if (known.has('src_ip') || known.has('ip') || known.has('http_referer_ip')) {
    return { targets: common, class: type, ...(known.has('http_host') ? { finish: finishOtherEnd } : {}) };
  }
  return {
    targets: {
      ...ofTarget,
      ...(known.has('dst_ip') ? {} : { url: ['url'], domain: ['host', 'domain'], dstDomain: [] }),
    },
    class: type,
  };
}

/** The tag names the weakness; a list of tags describes the device, then the service does. */
function nameWeakness(given: Given, service: string): void {
  if (given.family === '' || given.family.includes(',')) given.family = service;
}

/** A host given as an address is no name; a URL says its port. */
function finishUrl(given: Given, row: Row): void {
  if (given.port === -1) given.port = endpointOfUrl(given.url).port;
  const host = endpointOfText(given.domain);
  if ((host.address === '' && host.domain === '') || host.domain === given.domain) return;
  if (given.address === '') given.address = host.address;
  if (host.address !== given.address || host.port !== -1) for (const column of ['host', 'http_host']) row.keep(column);
  given.domain = host.domain;
}

/** The Host of a request may be an address, and have a port. */
function finishOtherEnd(given: Given): void {
  const host = endpointOfText(given.dstDomain);
  if (given.dstAddress === '') given.dstAddress = host.address;
  if (host.address !== '' || host.domain !== '') given.dstDomain = host.domain;
}

function finishWebsite(given: Given, row: Row): void {
  const path = row.text('url');
  finishUrl(given, row);
  const host = row.text('http_host');
  if (/^https?:\/\//i.test(path)) given.url = path;
  else if (path !== '' && host !== '')
    given.url = `${row.text('application') === 'https' ? 'https' : 'http'}://${host}${path}`;
  const told = `${row.text('tag')} ${row.text('category')}`.toLowerCase();
  if (told.includes('phish')) given.class = 'phishing';
  else if (told.includes('malware')) given.class = 'malware-distribution';
}

/** Special reports are about anything: what they say of the host decides. */
function finishSpecial(given: Given, row: Row): void {
  const told = `${row.text('status')} ${row.text('detail')}`.toLowerCase();
  if (told.includes('compromised') || told.includes('infected')) given.class = 'system-compromise';
  else if (told.includes('vulnerable')) given.class = 'vulnerable-system';
}
