import { addressIn4 } from '../addresses.ts';
import { feedFile } from '../formats/feed-file.ts';
import { createRandom, seedOf, type Random } from '../random.ts';
import type { Chunk } from './chunks.ts';
import { customerAddress, storyNetworks, wholeWeight, type Network } from './networks.ts';
import type { Observation } from './observation.ts';
import { campaignFamily } from './organisations.ts';
import { ownNetworks } from './sources.ts';

/** The acts of the Brassbell campaign, in seconds of the story. */
export const acts = [
  { name: 'first traces', from: 0 },
  { name: 'it grows', from: 14 },
  { name: 'it is everywhere', from: 42 },
  { name: 'sinkholed', from: 56 },
  { name: 'it fades', from: 74 },
] as const;
export const campaignSeconds = 120;
const sinkholedAt = 56;

/** The act at a second of the story. */
export const actAt = (second: number): string => acts.findLast(({ from }) => second >= from)?.name ?? acts[0].name;

interface Victim {
  readonly network: Network;
  readonly address: string;
  /** When it is infected and when it is cleaned, in seconds of the story. */
  readonly infected: number;
  readonly cleaned: number;
  /** Seconds between two calls for orders. */
  readonly period: number;
  readonly seed: number;
}

/** Where the campaign begins: it is mailed in these languages first. */
const early: Readonly<Record<string, number>> = {
  PL: 4,
  CZ: 2.5,
  SK: 2.5,
  DE: 2,
  AT: 2,
  UA: 2,
  EE: 2,
  MD: 2,
  AL: 2,
  LT: 2,
};

export interface Campaign {
  readonly victims: number;
  /** What is seen in a stretch of the story. `at` says when a second of the story is. */
  seen(from: number, to: number, at: (second: number) => number): { watch: Observation[]; sinkhole: Observation[] };
  /** What the sinkhole sees of those who never listen, after the campaign, in milliseconds since 1970. */
  lingering(from: number, to: number): Observation[];
}

/** The stealer campaign: always the same for the same seed. */
export function createCampaign(seed: string, scale = 1): Campaign {
  const random = createRandom(seedOf(seed, 'campaign'));
  const victims = storyNetworks
    .filter(({ kind }) => kind !== 'hosting')
    .flatMap((network) => {
      const mean = (5200 * scale * network.weight * (early[network.nation.code] ?? 0.8)) / wholeWeight;
      return Array.from({ length: random.count(mean) }, () => victimOf(network, random));
    });
  const servers = storyNetworks
    .filter(({ kind }) => kind === 'hosting')
    .map((network, at) => ({
      network,
      address: addressIn4(network.prefixes4.at(-1) ?? '', random),
      found: 16 + at * 3,
    }));

  return {
    victims: victims.length,
    seen(from, to, at) {
      const watch: Observation[] = [];
      const sinkhole: Observation[] = [];
      for (const server of servers) {
        if (server.found >= from && server.found < to) watch.push(commandServer(server, at(server.found)));
      }
      for (const victim of victims) follow(victim, from, to, at, watch, sinkhole);
      const byTime = (a: Observation, b: Observation): number => a.time - b.time;
      return { watch: watch.sort(byTime), sinkhole: sinkhole.sort(byTime) };
    },
    lingering: (from, to) =>
      victims
        .filter(({ cleaned }) => cleaned === Infinity)
        .flatMap((victim) => callsOf(victim, from, to))
        .sort((a, b) => a.time - b.time),
  };
}

function victimOf(network: Network, random: Random): Victim {
  const head = early[network.nation.code] === undefined ? 12 : 4;
  // Growth as of an infection that finds fewer and fewer to infect: logistic, by its inverse.
  const share = 0.02 + 0.96 * random.next();
  const infected = Math.max(2, head + 24 + 6.5 * Math.log(share / (1 - share)));
  // After the seizure providers tell their customers; some never listen.
  const deaf = random.chance(0.05);
  return {
    network,
    address: customerAddress(network, random),
    infected,
    cleaned: deaf ? Infinity : sinkholedAt + 6 - 17 * Math.log(1 - random.next()),
    period: 6 + 5 * random.next(),
    seed: random.below(0xffff_ffff),
  };
}

/** A partner sees each infection and a small part of the calls; the sinkhole, once there is one, sees all of them. */
function follow(
  victim: Victim,
  from: number,
  to: number,
  at: (second: number) => number,
  watch: Observation[],
  sinkhole: Observation[],
): void {
  const { infected, cleaned, period, seed } = victim;
  if (infected >= from && infected < to) watch.push(sighting(victim, at(infected), createRandom(seed), 'watch'));
  const first = Math.max(0, Math.ceil((from - infected) / period));
  for (let call = Math.max(1, first); infected + call * period < to; call++) {
    const second = infected + call * period;
    if (second < from || second > cleaned) continue;
    const random = createRandom((seed + Math.imul(call, 0x9e3779b1)) >>> 0);
    if (second >= sinkholedAt) sinkhole.push(sighting(victim, at(second), random, 'sinkhole'));
    else if (random.chance(0.3)) watch.push(sighting(victim, at(second), random, 'watch'));
  }
}

/** Without orders for a while, a victim calls every four minutes or so. */
function callsOf(victim: Victim, from: number, to: number): Observation[] {
  const period = victim.period * 30_000;
  const phase = victim.seed % period;
  const found: Observation[] = [];
  for (let call = Math.ceil((from - phase) / period); phase + call * period < to; call++) {
    const random = createRandom((victim.seed + Math.imul(call, 0x9e3779b1)) >>> 0);
    found.push(sighting(victim, phase + call * period, random, 'sinkhole'));
  }
  return found;
}

function sighting({ network, address }: Victim, time: number, random: Random, by: 'watch' | 'sinkhole'): Observation {
  return {
    time: Math.floor(time),
    class: 'infected-system',
    family: by === 'watch' ? 'Brassbell' : 'win.brassbell',
    address,
    port: 1024 + random.below(64_000),
    protocol: 'tcp',
    asn: network.asn,
    nation: network.nation.code,
    destination: by === 'watch' ? null : { address: addressIn4(ownNetworks.sinkholes, random), port: 443 },
    domain: '',
    url: '',
  };
}

function commandServer({ network, address }: { network: Network; address: string }, time: number): Observation {
  return {
    time: Math.floor(time),
    class: 'c2-server',
    family: campaignFamily,
    address,
    port: 443,
    protocol: 'tcp',
    asn: network.asn,
    nation: network.nation.code,
    destination: null,
    domain: '',
    url: '',
  };
}

const chunkOf = (
  source: 'brassbell-watch' | 'brassbell-sinkhole',
  name: string,
  observations: readonly Observation[],
): Chunk => ({
  source,
  feed: 'tocsin',
  report: '',
  name,
  body: feedFile('tocsin', '', observations),
  observations,
  filtered: 0,
  malformed: 0,
});

/** What the sinkhole reports after the campaign; undefined where nobody called. Its name says that the campaign is over. */
export function lingeringChunk(campaign: Campaign, from: number, to: number): Chunk | undefined {
  const observations = campaign.lingering(from, to);
  const name = `campaign-aftermath/second-${campaignSeconds}/at-${new Date(to).toISOString()}`;
  return observations.length === 0 ? undefined : chunkOf('brassbell-sinkhole', name, observations);
}

/** What is seen from one second of the campaign to another, as the two sources send it. */
export function campaignChunks(
  campaign: Campaign,
  name: string,
  from: number,
  to: number,
  at: (second: number) => number,
): Chunk[] {
  const { watch, sinkhole } = campaign.seen(from, to, at);
  const file = `${name}/second-${to.toFixed(1)}`;
  return [chunkOf('brassbell-watch', file, watch), chunkOf('brassbell-sinkhole', file, sinkhole)].filter(
    ({ observations }) => observations.length > 0,
  );
}
