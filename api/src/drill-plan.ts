/** An invented Internet provider of the drill, on a private AS number (RFC 6996) and documentation addresses. */
export interface DrillProvider {
  readonly handle: string;
  readonly name: string;
  readonly asn: number;
  readonly prefixes4: readonly string[];
  readonly prefixes6: readonly string[];
  /** Customers share IPv4 addresses (carrier-grade NAT): a host there is address, source port and time. */
  readonly sharedAddresses: boolean;
}

export interface DrillNation {
  /** ISO code. */
  readonly nation: string;
  readonly providers: readonly DrillProvider[];
}

// The plan. Nation n (1 to 44, its place below) holds 198.18.0.0 + (n - 1) * 2^11, a /21 of 198.18.0.0/15 (RFC 2544), and
// 2001:db8:NN00::/40 (RFC 3849), NN being n in hexadecimal. Its provider p (1 to 4) holds part p of the /21 (a /22, a /23,
// two /24) and 2001:db8:NN0p::/48, and has AS 64512 + 8 n + p. Fourth providers also hold a /27 of the documentation
// networks of RFC 5737. All else is left free, so that a drill has addresses that concern nobody.
//
// A nation keeps its place: new ones are appended.
// prettier-ignore
const PROVIDERS_BY_NATION: readonly (readonly [code: string, providers: number])[] = [
  ['AT', 3], ['BE', 3], ['BG', 3], ['HR', 3], ['CY', 2], ['CZ', 3], ['DK', 3], ['EE', 2], ['FI', 3], ['FR', 4], ['DE', 4],
  ['GR', 3], ['HU', 3], ['IE', 3], ['IT', 4], ['LV', 2], ['LT', 2], ['LU', 2], ['MT', 2], ['NL', 4], ['PL', 4], ['PT', 3],
  ['RO', 4], ['SK', 2], ['SI', 2], ['ES', 4], ['SE', 3], ['AL', 2], ['BA', 2], ['GE', 2], ['MD', 2], ['ME', 2], ['MK', 2],
  ['RS', 3], ['TR', 4], ['UA', 4], ['XK', 2], ['IS', 2], ['LI', 1], ['NO', 3], ['CH', 3], ['GB', 4], ['MC', 1], ['VA', 1],
];

const KINDS = [
  { key: 'access', name: 'Access', offset: 0, length: 22, sharedAddresses: false },
  { key: 'mobile', name: 'Mobile', offset: 4, length: 23, sharedAddresses: true },
  { key: 'cable', name: 'Cable', offset: 6, length: 24, sharedAddresses: false },
  { key: 'hosting', name: 'Hosting', offset: 7, length: 24, sharedAddresses: false },
] as const;

const DOCUMENTATION = ['192.0.2', '198.51.100', '203.0.113'] as const;

/** Sensors and sinkholes of the operator in a drill: an AS number for documentation (RFC 5398) that lies in no nation. */
export const drillInfrastructure: DrillProvider = {
  handle: 'drill-infrastructure',
  name: 'Example Programme Sensors and Sinkholes',
  asn: 64_496,
  prefixes4: DOCUMENTATION.map((network) => `${network}.192/26`),
  prefixes6: ['2001:db8:ff00::/48'],
  sharedAddresses: false,
};

/** A /27 for the fourth provider of the nation that is the `turn`-th to have one; the last quarter of each network is ours. */
function documentationShare(turn: number): string {
  return `${DOCUMENTATION[turn % 3] ?? DOCUMENTATION[0]}.${Math.floor(turn / 3) * 32}/27`;
}

/**
 * The address plan of a drill: every nation with its providers. Always the same. The server builds the drill's IP data from
 * it and the drill's story plays on it. `nameOf` gives a nation's name by its code.
 */
export function drillPlan(nameOf: (nation: string) => string): DrillNation[] {
  const withFour = PROVIDERS_BY_NATION.filter(([, providers]) => providers === 4).map(([code]) => code);
  return PROVIDERS_BY_NATION.map(([code, count], index) => {
    const providers = KINDS.slice(0, count).map(({ key, name, offset, length, sharedAddresses }, place) => {
      const network = index * 8 + offset; // counted in /24 from 198.18.0.0
      const share = key === 'hosting' ? [documentationShare(withFour.indexOf(code))] : [];
      return {
        handle: `${code.toLowerCase()}-${key}`,
        name: `Example ${name} ${nameOf(code)}`,
        asn: 64_512 + (index + 1) * 8 + place + 1,
        prefixes4: [`198.${18 + (network >>> 8)}.${network & 255}.0/${length}`, ...share],
        prefixes6: [`2001:db8:${((index + 1) * 256 + place + 1).toString(16)}::/48`],
        sharedAddresses,
      };
    });
    return { nation: code, providers };
  });
}
