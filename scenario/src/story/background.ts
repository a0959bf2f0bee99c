import { createRandom, seedOf, type Random } from '../random.ts';
import { addressIn4 } from '../addresses.ts';
import { afflictions, type Affliction } from './afflictions.ts';
import { customerAddress, storyNetworks, wholeWeight, type Network } from './networks.ts';
import type { Observation } from './observation.ts';
import { ownNetworks, type SourceHandle } from './sources.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** A machine that something has befallen. Days count from the beginning of the week and go on after it. */
interface Case {
  readonly affliction: Affliction;
  readonly network: Network;
  readonly address: string;
  readonly domain: string;
  /** First and last day, as fractions. A case comes back after `every` days, as if others took its place. */
  readonly begins: number;
  readonly lasts: number;
  readonly seed: number;
}

/** Days after which the whole play of cases begins anew, so that the background can go on for ever. */
const every = 14;

/** Share of a day's events by hour of the day where people live: asleep, at work, in the evening. */
const rhythm = [
  2, 1.4, 1.1, 1, 1, 1.3, 2, 3.2, 4.6, 5.4, 5.8, 5.8, 5.4, 5.4, 5.4, 5.2, 5.2, 5.4, 5.8, 6.2, 6.4, 6, 4.8, 3.2,
];
const busiest = Math.max(...rhythm);

export interface Background {
  /** What one source saw in [from, to), in the order of time, with the story's own beginning of the week. */
  seen(source: SourceHandle, report: string, from: number, to: number): Observation[];
}

/**
 * The quiet life of the networks: always the same for the same seed and beginning. `scale` thins it out for tests; `pace` lets
 * the same machines be seen more often.
 */
export function createBackground(seed: string, weekBegins: number, scale = 1, pace = 1): Background {
  const cases = afflictions.map((affliction, at) => casesOf(affliction, at, seed, scale));

  function seen(source: SourceHandle, report: string, from: number, to: number): Observation[] {
    const found: Observation[] = [];
    afflictions.forEach((affliction, at) => {
      if (affliction.source !== source || (affliction.report ?? '') !== report) return;
      for (const one of cases[at] ?? []) observe(one, { weekBegins, pace, from, to }, found);
    });
    return found.sort((a, b) => a.time - b.time);
  }
  return { seen };
}

function casesOf(affliction: Affliction, at: number, seed: string, scale: number): Case[] {
  const random = createRandom(seedOf(seed, 'cases', at));
  const networks = storyNetworks.filter(({ kind }) => affliction.among.includes(kind));
  // Sensors see two weeks' worth of cases, of which half are there at a time.
  return networks.flatMap((network) => {
    const mean = (affliction.hosts * scale * network.weight) / wholeWeight;
    return Array.from({ length: random.count(mean * 2) }, () => caseOf(affliction, network, random));
  });
}

function caseOf(affliction: Affliction, network: Network, random: Random): Case {
  const server =
    affliction.source === 'malware-urls' ||
    affliction.source === 'command-servers' ||
    affliction.source === 'indicators';
  const prefix = network.prefixes4.at(-1) ?? '';
  const address = server ? addressIn4(prefix, random) : customerAddress(network, random);
  const named = affliction.source === 'malware-urls' && random.chance(0.4);
  return {
    affliction,
    network,
    address,
    domain: named
      ? `${random.pick(shops)}-${random.below(900) + 100}.${network.nation.code.toLowerCase()}.example`
      : '',
    begins: random.next() * every,
    lasts: affliction.lasts * (0.4 + 1.2 * random.next()),
    seed: random.below(0xffff_ffff),
  };
}

const shops = ['shop', 'files', 'update', 'media', 'portal', 'cdn', 'mail'] as const;

interface Window {
  readonly weekBegins: number;
  readonly pace: number;
  readonly from: number;
  readonly to: number;
}

/** Adds what is seen of one case in [from, to). Each of its days has a seed of its own, so that any window tells the same. */
function observe(one: Case, { weekBegins, pace, from, to }: Window, found: Observation[]): void {
  const first = Math.floor((from - weekBegins) / dayMs);
  const last = Math.floor((to - 1 - weekBegins) / dayMs);
  for (let day = first; day <= last; day++) {
    if (!ill(one, day)) continue;
    const random = createRandom((one.seed + Math.imul(day, 0x9e3779b1)) >>> 0);
    for (let left = random.count(one.affliction.perDay * pace); left > 0; left--) {
      const time = Math.floor(weekBegins + (day + random.next()) * dayMs);
      const observation = observationAt(one, time, random);
      const awake = one.affliction.sleepless === true || random.next() * busiest < hourShare(time, one.network);
      const there = illAt(one, (time - weekBegins) / dayMs);
      if (awake && there && time >= from && time < to) found.push(observation);
    }
  }
}

const phaseOf = (one: Case, at: number): number => (((at - one.begins) % every) + every) % every;
const illAt = (one: Case, at: number): boolean => phaseOf(one, at) < one.lasts;
const ill = (one: Case, day: number): boolean =>
  illAt(one, day) || illAt(one, day + 1) || phaseOf(one, day) + 1 > every;

function hourShare(time: number, { nation }: Network): number {
  return rhythm[Math.floor((time / hourMs + nation.utcOffset) % 24)] ?? 1;
}

function observationAt({ affliction, network, address, domain }: Case, time: number, random: Random): Observation {
  const { class: kind, family, port, towards, protocol = 'tcp', source } = affliction;
  const ephemeral = 1024 + random.below(64_000);
  // Some sensors do not see the source port, without which nobody can tell the customers of a shared address apart.
  const unseen = network.shared && random.chance(0.12);
  const url =
    source === 'malware-urls'
      ? `http://${domain === '' ? bracketed(address) : domain}/${random.below(0xffffff).toString(36)}.bin`
      : '';
  return {
    time,
    class: kind,
    family,
    address: domain === '' ? address : '',
    port: port ?? (unseen ? -1 : ephemeral),
    protocol,
    asn: network.asn,
    nation: network.nation.code,
    destination:
      towards === undefined
        ? null
        : {
            address: addressIn4(source === 'honeypots' ? ownNetworks.sensors : ownNetworks.sinkholes, random),
            port: towards,
          },
    domain,
    url,
  };
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
