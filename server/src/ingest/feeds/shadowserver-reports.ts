import type { RsitType } from '@tocsin/api/rsit.ts';

/**
 * Shadowserver's reports by RSIT type. Names are without the version of the internet protocol: event6_sinkhole is event_sinkhole here, scan6_dns is
 * scan_dns. https://www.shadowserver.org/what-we-do/network-reporting/
 */
const reports: Partial<Record<RsitType, string>> = {
  'infected-system':
    'event_sinkhole event_sinkhole_dns event_sinkhole_http event_microsoft_sinkhole event_microsoft_sinkhole_http',
  'system-compromise':
    'event_sinkhole_http_referer compromised_iot compromised_website scan_synfulknock scan_smb_doublepulsar scan_http_webshell scan_cisco_ios_xe_implant',
  'unprivileged-account-compromise': 'compromised_account',
  'brute-force': 'event_honeypot_brute_force',
  scanner:
    'event_honeypot_darknet event_honeypot_http_scan event_honeypot_ics_scan event_honeypot_smb_scan event_honeypot_rdp_scan event_honeypot_adb_scan event_honeypot_rocketmq_scan',
  ddos: 'event_ddos_participant event_honeypot_ddos event_honeypot_ddos_target event_honeypot_ddos_amp',
  misconfiguration: 'event_ip_spoofer',
  'malware-distribution': 'malware_url',
  phishing: 'phish_url',
  'c2-server': 'sandbox_url event_c2 c2_server',
  other:
    'blocklist device_id ssl_scan population_http population_http_proxy population_https population_msmq population_amqp',
  undetermined: 'sandbox_conn sandbox_dns special',
  'weak-crypto': 'scan_ssl_poodle scan_ssl_freak',
  'ddos-amplifier':
    'scan_ard scan_chargen scan_coap scan_db2 scan_ddos_middlebox scan_dns scan_dvr_dhcpdiscover scan_ldap_udp scan_loop_dos scan_mdns scan_memcached scan_mssql scan_nat_pmp scan_netbios scan_ntp scan_ntpmonitor scan_plex scan_portmapper scan_qotd scan_quake scan_rdpeudp scan_ripv1 scan_sip scan_slp scan_snmp scan_ssdp scan_stun scan_tftp scan_ubiquiti scan_ws_discovery scan_xdmcp',
  'information-disclosure':
    'scan_elasticsearch scan_mongodb scan_redis scan_couchdb scan_cassandra scan_git scan_epmd scan_zookeeper',
  'vulnerable-system':
    'scan_exchange scan_isakmp scan_ipmi scan_cisco_smart_install scan_netis_router scan_smtp_vulnerable scan_http_vulnerable scan_ssh_terrapin scan_vmware_esxi scan_rsync scan_cwmp scan_hadoop scan_kubernetes scan_docker scan_adb scan_activemq scan_bgp scan_erlang_otp scan_ivanti scan_connectwise scan_fortinet scan_citrix scan_sonicwall scan_veeam scan_papercut scan_moveit scan_teamcity scan_post_exploitation_framework',
};

const classByReport = new Map(
  Object.entries(reports).flatMap(([type, names]) => names.split(' ').map((name) => [name, type as RsitType])),
);

/** New reports keep to these habits of naming; the first that matches decides. */
const habits: [RegExp, RsitType][] = [
  [/sinkhole/, 'infected-system'],
  [/brute_?force/, 'brute-force'],
  [/ddos|_dos\b/, 'ddos'],
  [/^event_honeypot/, 'scanner'],
  [/^event_/, 'infected-system'],
  [/^compromised|_compromised|implant|backdoor|webshell/, 'system-compromise'],
  [/^scan_.*(vulnerable|cve)/, 'vulnerable-system'],
  [/^scan_ssl_/, 'weak-crypto'],
  [/^scan_/, 'potentially-unwanted-accessible'],
  [/^population_/, 'other'],
  [/phish/, 'phishing'],
  [/malware/, 'malware-distribution'],
];

/** The report's name without the version of the internet protocol. */
export function plainReport(report: string): string {
  return report
    .toLowerCase()
    .replace(/^(event|scan|population)[46]?_/, '$1_')
    .replace(/^(blocklist|special|device_id|malware_url|phish_url|compromised_\w+?)6$/, '$1');
}

/** RSIT type of what a report tells; of an unknown report by its name, undetermined where that says nothing. */
export function classOfReport(report: string): RsitType {
  const name = plainReport(report);
  return classByReport.get(name) ?? habits.find(([form]) => form.test(name))?.[1] ?? 'undetermined';
}

/** The report that a file's name tells: `2026-03-04-event4_sinkhole-example.csv`, `scan_dns.csv`; '' when it tells none. */
export function reportOfFileName(fileName: string): string {
  const base = fileName.replace(/^.*[/\\]/, '').toLowerCase();
  const name = /^(?:\d{4}-\d\d-\d\d-)?([a-z0-9_]+?)(?:[-.]|$)/.exec(base)?.[1] ?? '';
  return classByReport.has(plainReport(name)) ||
    /^(event[46]?|scan6?|population6?|compromised|sandbox|cisco)_/.test(name)
    ? name
    : '';
}

/** Columns that only one report has, the most telling first. */
const signs: [string[], string][] = [
  [['http_referer_ip'], 'event4_sinkhole_http_referer'],
  [['query', 'query_type', 'infection'], 'event4_sinkhole_dns'],
  [['routedspoof'], 'event4_ip_spoofer'],
  [['username', 'password', 'payload_url'], 'event4_honeypot_brute_force'],
  [['request', 'avg_pps'], 'event4_honeypot_ddos_amp'],
  [['packet_randomized', 'http_agent'], 'event4_honeypot_ddos'],
  [['packet_randomized'], 'event4_honeypot_ddos_target'],
  [['http_request_method', 'pattern'], 'event4_honeypot_http_scan'],
  [['http_referer', 'forwarded_by', 'infection'], 'event4_sinkhole_http'],
  [['src_ip', 'infection', 'count'], 'event4_honeypot_darknet'],
  [['src_ip', 'infection'], 'event4_sinkhole'],
  [['cc_url'], 'compromised_website'],
  [['detected_since', 'redirect_target'], 'compromised_website'],
  [['url', 'host', 'sha256'], 'malware_url'],
  [['url', 'host', 'source'], 'phish_url'],
  [['ip', 'source', 'reason'], 'blocklist'],
  [['ip', 'md5', 'bytes_in'], 'sandbox_conn'],
  [['ip', 'status', 'detail', 'method'], 'special'],
  [['dns_version', 'min_amplification'], 'scan_dns'],
  [['smb_implant'], 'scan_smb'],
  [['raw_response', 'device_version', 'response_size'], 'scan_ics'],
  [['http_date', 'proxy_authenticate'], 'population_http_proxy'],
  [['http_date', 'www_authenticate'], 'scan_http_vulnerable'],
  [['ip', 'device_vendor', 'device_type', 'device_model'], 'device_id'],
  [['ip', 'port', 'banner'], 'scan_telnet'],
];

/** The report that the columns look like; '' when they look like none. */
export function reportOfColumns(columns: ReadonlySet<string>): string {
  return signs.find(([names]) => names.every((name) => columns.has(name)))?.[1] ?? '';
}
