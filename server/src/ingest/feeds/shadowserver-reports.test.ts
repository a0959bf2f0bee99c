import { expect, test } from 'vitest';
import { classOfReport, plainReport, reportOfColumns, reportOfFileName } from './shadowserver-reports.ts';

test('reports of both internet protocols are the same report', () => {
  expect(
    [
      'event6_sinkhole_http',
      'scan6_dns',
      'population6_http',
      'event4_sinkhole',
      'scan_ntp',
      'blocklist6',
      'special',
    ].map(plainReport),
  ).toEqual([
    'event_sinkhole_http',
    'scan_dns',
    'population_http',
    'event_sinkhole',
    'scan_ntp',
    'blocklist',
    'special',
  ]);
});

test('a report stands for a type, an unknown one by its name', () => {
  const expected = {
    event4_sinkhole: 'infected-system',
    event6_microsoft_sinkhole_http: 'infected-system',
    event4_honeypot_brute_force: 'brute-force',
    event4_honeypot_ddos_amp: 'ddos',
    scan6_snmp: 'ddos-amplifier',
    scan_ssl_poodle: 'weak-crypto',
    scan_telnet: 'potentially-unwanted-accessible',
    scan_brand_new: 'potentially-unwanted-accessible',
    scan_brand_new_vulnerable: 'vulnerable-system',
    event4_honeypot_brand_new: 'scanner',
    event4_brand_new_sinkhole: 'infected-system',
    compromised_brand_new: 'system-compromise',
    population_brand_new: 'other',
    brand_new: 'undetermined',
  };
  for (const [report, type] of Object.entries(expected))
    expect([report, classOfReport(report)]).toEqual([report, type]);
});

test('file names tell their report', () => {
  const expected = {
    '2026-03-04-event4_sinkhole-example-asn.csv': 'event4_sinkhole',
    '/in/2026-03-04-scan6_brand_new-example.csv': 'scan6_brand_new',
    'special.csv': 'special',
    'phish_url.csv.gz': 'phish_url',
    blocklist: 'blocklist',
    'events.csv': '',
    'x.csv': '',
  };
  for (const [name, report] of Object.entries(expected)) expect([name, reportOfFileName(name)]).toEqual([name, report]);
});

test('columns tell a report when no one else does', () => {
  expect(reportOfColumns(new Set(['timestamp', 'src_ip', 'infection', 'dst_ip']))).toBe('event4_sinkhole');
  expect(reportOfColumns(new Set(['timestamp', 'ip']))).toBe('');
});
