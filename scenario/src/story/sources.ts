import { drillInfrastructure } from '@tocsin/api/drill-plan.ts';
import type { NewSource } from '@tocsin/api';

const [scanners = '', sinkholes = '', sensors = ''] = drillInfrastructure.prefixes4;

/** Where the programme's own machines stand: sinkholes, honeypots, scanners. */
export const ownNetworks = { sinkholes, sensors, scanners };

export type SourceHandle =
  | 'sinkholes' | 'honeypots' | 'foundation' | 'cert-exchange' | 'abuse-desk' | 'daily-bots' | 'command-servers'
  | 'malware-urls' | 'indicators' | 'research-telemetry' | 'market-watch' | 'brassbell-watch' | 'brassbell-sinkhole'; // prettier-ignore

type StorySource = NewSource & { readonly handle: SourceHandle; readonly feed: string };

const concerned = { distribution: 'concerned', tlp: 'amber' } as const;

/** Who sends, in which format, and how far it may go. */
export const storySources: readonly StorySource[] = [
  {
    handle: 'sinkholes', name: 'Programme sinkholes', feed: 'tocsin', ...concerned, reliability: 'A', showName: true,
    showAddresses: true, ownAddresses: [ownNetworks.sinkholes], silentAfterHours: 2,
  },
  {
    handle: 'honeypots', name: 'Programme honeypots', feed: 'intelmq', ...concerned, recipients: ['partner-research'],
    reliability: 'B', showName: true, showAddresses: false, ownAddresses: [ownNetworks.sensors], silentAfterHours: 2,
  },
  {
    handle: 'foundation', name: 'Reports of a scanning foundation', feed: 'shadowserver', ...concerned, reliability: 'A',
    showName: true, showAddresses: true, ownAddresses: [ownNetworks.scanners], silentAfterHours: 36,
  },
  { handle: 'cert-exchange', name: 'Exchange of a national CERT', feed: 'n6', ...concerned, reliability: 'B', showName: true, silentAfterHours: 12 },
  { handle: 'abuse-desk', name: 'Abuse reports of the public', feed: 'xarf', ...concerned, reliability: 'D', showName: false, silentAfterHours: 24 },
  { handle: 'daily-bots', name: 'Daily bot reports', feed: 'cymru', ...concerned, reliability: 'B', showName: true, silentAfterHours: 36 },
  {
    handle: 'command-servers', name: 'Tracker of command servers', feed: 'feodo', tlp: 'green', distribution: 'concerned',
    recipients: ['police-eu'], reliability: 'A', showName: true, silentAfterHours: 36,
  },
  { handle: 'malware-urls', name: 'Tracker of malware URLs', feed: 'urlhaus', tlp: 'clear', distribution: 'concerned', reliability: 'B', showName: true, silentAfterHours: 36 },
  { handle: 'indicators', name: 'Shared indicators', feed: 'threatfox', tlp: 'green', distribution: 'concerned', reliability: 'C', showName: true, silentAfterHours: 36 },
  {
    handle: 'research-telemetry', org: 'partner-research', name: 'Telemetry of a research lab', feed: 'stix', ...concerned,
    reliability: 'C', showName: true, showAddresses: false, silentAfterHours: 36,
  },
  {
    // What is for sale on criminal markets: for the police alone, whomever it concerns.
    handle: 'market-watch', name: 'Watch on criminal markets', feed: 'tocsin', tlp: 'amber+strict', distribution: 'named',
    recipients: ['police-eu'], reliability: 'C', showName: false, silentAfterHours: 48,
  },
  {
    handle: 'brassbell-watch', org: 'partner-research', name: 'Brassbell campaign: victims seen', feed: 'tocsin', ...concerned,
    recipients: ['police-eu'], reliability: 'B', showName: true, silentAfterHours: 720,
  },
  {
    handle: 'brassbell-sinkhole', name: 'Brassbell campaign: sinkhole', feed: 'tocsin', ...concerned, recipients: ['police-eu'],
    reliability: 'A', showName: true, showAddresses: true, ownAddresses: [ownNetworks.sinkholes], silentAfterHours: 720,
  },
]; // prettier-ignore
