import type { RsitType } from '@tocsin/api/rsit.ts';
import type { Network } from './networks.ts';
import type { SourceHandle } from './sources.ts';

/** Something that befalls machines, as one source sees it. */
export interface Affliction {
  readonly source: SourceHandle;
  readonly class: RsitType;
  /** Under the name that this feed has for it. */
  readonly family: string;
  /** Machines that have it in a week, in the whole programme. */
  readonly hosts: number;
  /** Times a day that one of them is seen. */
  readonly perDay: number;
  /** Port on the machine; null: another one each time. */
  readonly port: number | null;
  readonly protocol?: 'udp';
  /** Port at the other end, where there is one. */
  readonly towards?: number;
  /** Days that it lasts, on average. */
  readonly lasts: number;
  readonly among: readonly Network['kind'][];
  /** The report of the feed, where it has several. */
  readonly report?: string;
  /** Servers do not sleep; people's machines do. */
  readonly sleepless?: true;
}

const homes = ['access', 'cable', 'mobile'] as const;
const lines = ['access', 'cable'] as const;
const servers = ['hosting', 'access'] as const;

const bot = (family: string, hosts: number, perDay: number, towards: number, source: SourceHandle = 'sinkholes'): Affliction => ({
  source, class: 'infected-system', family, hosts, perDay, port: null, towards, lasts: 4, among: homes,
}); // prettier-ignore

const device = (family: string, hosts: number, perDay: number, towards: number): Affliction => ({
  ...bot(family, hosts, perDay, towards), among: lines, lasts: 6, sleepless: true,
}); // prettier-ignore

const open = (report: string, kind: RsitType, family: string, hosts: number, port: number, protocol: 'tcp' | 'udp'): Affliction => ({
  source: 'foundation', class: kind, family, hosts, perDay: 1, port, ...(protocol === 'udp' ? { protocol } : {}), lasts: 12, among: ['access', 'cable', 'hosting'], report, sleepless: true,
}); // prettier-ignore

const attack = (kind: RsitType, family: string, hosts: number, perDay: number, towards: number): Affliction => ({
  source: 'honeypots', class: kind, family, hosts, perDay, port: null, towards, lasts: 2, among: ['access', 'cable', 'hosting'], sleepless: true,
}); // prettier-ignore

/** What goes on in Europe's networks in a quiet week. The names are families that sinkholes and scans do see; the numbers are invented. */
export const afflictions: readonly Affliction[] = [
  bot('avalanche-andromeda', 900, 4.2, 80),
  bot('sality', 520, 5, 80),
  bot('necurs', 380, 4, 80),
  bot('lumma', 700, 3.6, 443),
  bot('redline', 420, 3, 443),
  bot('vidar', 300, 3, 443),
  bot('qakbot', 260, 3.4, 443),
  bot('asyncrat', 240, 3, 6606),
  bot('remcos', 200, 3, 2404),
  bot('socgholish', 260, 2.4, 443),
  bot('systembc', 120, 4, 4001),
  bot('ramnit', 280, 4, 443),
  bot('conficker', 180, 6, 80),
  bot('wannacry', 90, 5, 80),
  device('mirai', 900, 5.5, 5555),
  device('badbox', 800, 5, 443),
  device('vo1d', 520, 4.6, 443),
  device('moobot', 240, 4.4, 23),
  device('qsnatch', 90, 4, 443),
  {
    ...bot('event4-mozi', 420, 3, 6881),
    source: 'foundation',
    report: 'event4_sinkhole',
    family: 'mozi',
    sleepless: true,
  },
  { ...bot('gamarue', 380, 3, 80), source: 'foundation', report: 'event4_sinkhole' },
  open('scan_rdp', 'potentially-unwanted-accessible', 'rdp', 900, 3389, 'tcp'),
  open('scan_telnet', 'potentially-unwanted-accessible', 'telnet', 620, 23, 'tcp'),
  open('scan_snmp', 'ddos-amplifier', 'snmp', 700, 161, 'udp'),
  open('scan_dns', 'ddos-amplifier', 'openresolver', 560, 53, 'udp'),
  open('scan_smb', 'potentially-unwanted-accessible', 'smb', 360, 445, 'tcp'),
  open('scan_elasticsearch', 'information-disclosure', 'elasticsearch', 90, 9200, 'tcp'),
  open('scan_mongodb', 'information-disclosure', 'mongodb', 70, 27017, 'tcp'),
  open('scan_exchange', 'vulnerable-system', 'cve-2021-34473', 50, 443, 'tcp'),
  attack('brute-force', 'ssh', 900, 11, 22),
  attack('brute-force', 'telnet', 520, 9, 23),
  attack('scanner', '', 700, 6, 445),
  attack('exploit', 'mirai', 260, 6, 8080),
  { ...bot('lumma stealer', 380, 2, 443, 'cert-exchange'), lasts: 3 },
  { ...bot('pushdo', 300, 2.4, 25, 'cert-exchange'), lasts: 3 },
  { ...open('', 'ddos-amplifier', 'ntp', 200, 123, 'udp'), source: 'cert-exchange', perDay: 1.4 },
  { ...open('', 'phishing', '', 90, 443, 'tcp'), source: 'cert-exchange', among: servers, lasts: 2, perDay: 2 },
  { ...bot('gozi', 260, 2, 443, 'daily-bots'), lasts: 3 },
  { ...bot('tinba', 180, 2, 80, 'daily-bots'), lasts: 3 },
  { ...attack('brute-force', '', 260, 1.2, 22), source: 'abuse-desk' },
  { ...attack('spam', '', 200, 1, 25), source: 'abuse-desk' },
  { ...open('', 'c2-server', 'QakBot', 24, 443, 'tcp'), source: 'command-servers', among: servers },
  { ...open('', 'c2-server', 'Emotet', 12, 8080, 'tcp'), source: 'command-servers', among: servers },
  { ...open('', 'c2-server', 'Pikabot', 14, 2222, 'tcp'), source: 'command-servers', among: servers },
  { ...open('', 'malware-distribution', '', 110, 80, 'tcp'), source: 'malware-urls', among: servers, lasts: 2 },
  { ...open('', 'c2-server', 'AsyncRAT', 30, 6606, 'tcp'), source: 'indicators', among: servers, lasts: 4 },
  { ...bot('Rhadamanthys', 60, 1, 443, 'research-telemetry'), lasts: 3 },
  { ...bot('lumma', 160, 1, 443, 'market-watch'), class: 'data-leak', lasts: 5 },
];
