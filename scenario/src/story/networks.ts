import { drillPlan } from '@tocsin/api/drill-plan.ts';
import { addressIn4, addressIn6 } from '../addresses.ts';
import type { Random } from '../random.ts';
import { storyNations, type StoryNation } from './nations.ts';

/** One provider's networks, with the share of everything that happens there. */
export interface Network {
  readonly nation: StoryNation;
  readonly provider: string;
  readonly kind: 'access' | 'mobile' | 'cable' | 'hosting';
  readonly asn: number;
  readonly prefixes4: readonly string[];
  readonly prefix6: string;
  readonly shared: boolean;
  readonly weight: number;
}

const shareOf = { access: 0.52, mobile: 0.2, cable: 0.22, hosting: 0.06 } as const;

const byCode = new Map(storyNations.map((nation) => [nation.code, nation]));

/** All networks of the drill. The share of a nation lies on those that it has. */
export const storyNetworks: readonly Network[] = drillPlan((code) => code).flatMap(({ nation: code, providers }) => {
  const nation = byCode.get(code);
  if (nation === undefined) throw new Error(`the story has no nation ${code}`);
  const kinds = providers.map(({ handle }) => handle.slice(code.length + 1) as Network['kind']);
  const whole = kinds.reduce((sum, kind) => sum + shareOf[kind], 0);
  return providers.map((provider, at) => {
    const kind = kinds[at] ?? 'access';
    return {
      nation,
      provider: provider.handle,
      kind,
      asn: provider.asn,
      prefixes4: provider.prefixes4,
      prefix6: provider.prefixes6[0] ?? '',
      shared: provider.sharedAddresses,
      weight: (nation.weight * shareOf[kind]) / whole,
    };
  });
});

export const wholeWeight = storyNetworks.reduce((sum, { weight }) => sum + weight, 0);

/** A customer's address in a network; one in twelve has IPv6. */
export function customerAddress(network: Network, random: Random): string {
  if (random.chance(1 / 12)) return addressIn6(network.prefix6, random);
  return addressIn4(network.prefixes4[0] ?? '', random);
}
