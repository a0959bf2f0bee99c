import { addressIn4 } from '../addresses.ts';
import { createRandom, seedOf, type Random } from '../random.ts';
import type { Observation } from './observation.ts';
import { researchNetwork } from './organisations.ts';
import { ownNetworks, type SourceHandle } from './sources.ts';

/** Addresses that no nation and no provider holds. */
export const nobodysNetwork = '198.19.160.0/20';

/** A research scanner, on a warninglist: its visits are no findings. */
export const researchScanner = { list: 'example-research-scanners', network: '203.0.113.128/28' };

/** What a source sees a day that goes nowhere or somewhere unusual: how often, where, and what becomes of it. */
interface Stray {
  readonly source: SourceHandle;
  readonly perDay: number;
  readonly network: string;
  readonly becomes: 'unrouted' | 'filtered' | 'research';
}

const strays: readonly Stray[] = [
  { source: 'sinkholes', perDay: 90, network: nobodysNetwork, becomes: 'unrouted' },
  { source: 'honeypots', perDay: 60, network: nobodysNetwork, becomes: 'unrouted' },
  { source: 'honeypots', perDay: 24, network: researchNetwork, becomes: 'research' },
  { source: 'honeypots', perDay: 140, network: researchScanner.network, becomes: 'filtered' },
  { source: 'honeypots', perDay: 6, network: '10.20.0.0/16', becomes: 'filtered' },
  { source: 'honeypots', perDay: 8, network: ownNetworks.sensors, becomes: 'filtered' },
  { source: 'sinkholes', perDay: 20, network: ownNetworks.sinkholes, becomes: 'filtered' },
];

/** What one source sees of strays in a stretch of a day, in the order of time; with those that will be filtered counted. */
export function straysOf(
  source: SourceHandle,
  seed: string,
  from: number,
  to: number,
  scale = 1,
): { seen: Observation[]; filtered: number } {
  const random = createRandom(seedOf(seed, 'strays', source, from));
  const days = (to - from) / 86_400_000;
  const seen: Observation[] = [];
  let filtered = 0;
  for (const stray of strays) {
    if (stray.source !== source) continue;
    for (let left = random.count(stray.perDay * scale * days); left > 0; left--) {
      seen.push(strayAt(stray, Math.floor(from + random.next() * (to - from)), random));
      if (stray.becomes === 'filtered') filtered += 1;
    }
  }
  return { seen, filtered };
}

function strayAt({ source, network }: Stray, time: number, random: Random): Observation {
  const sinkhole = source === 'sinkholes';
  return {
    time,
    class: sinkhole ? 'infected-system' : 'scanner',
    family: sinkhole ? 'sality' : '',
    address: addressIn4(network, random),
    port: 1024 + random.below(64_000),
    protocol: 'tcp',
    asn: 0,
    nation: '',
    destination: {
      address: addressIn4(sinkhole ? ownNetworks.sinkholes : ownNetworks.sensors, random),
      port: sinkhole ? 80 : 445,
    },
    domain: '',
    url: '',
  };
}
