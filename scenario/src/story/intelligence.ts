import type { NewGroup, ReleaseInput } from '@tocsin/api';
import { campaignFamily } from './organisations.ts';

type Terms = ReleaseInput['terms'];
type Level = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red';
type StixObject = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

/** Objects that are released together, and under which terms. */
export interface Release {
  readonly level: Level;
  readonly terms: Terms;
  readonly objects: readonly StixObject[];
}

/** The chapter of shared intelligence. */
export interface Intelligence {
  readonly groups: readonly NewGroup[];
  readonly releases: readonly Release[];
  /** Released, and found to be wrong. */
  readonly mistaken: string;
}

/** Who joins when everything is out already, and still gets all that it may have. */
export const lateMember = { nation: 'LI', org: 'csirt-li' } as const;

/** Who gets what is RED, in person. */
export const redReader = { org: 'csirt-pl', persona: 'pl-duty' } as const;

/** Markings of TLP 2.0 (FIRST), as the OASIS extension fixes them. */
const markings: Readonly<Record<Level, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** Ids are the same in every telling: who plays it again finds what is there. */
const idOf = (type: string, number: number): string =>
  `${type}--b4a55be1-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const groups: readonly NewGroup[] = [
  { handle: 'eu-csirts', name: 'EU members', blueprint: { basis: ['eu'], kinds: ['government'] } },
  { handle: 'near-ua', name: 'Neighbours of Ukraine', blueprint: { neighboursOf: ['UA'], kinds: ['government'] } },
  {
    handle: 'csirts-network',
    name: 'National CSIRTs',
    blueprint: { kinds: ['government'], teams: ['national_csirt'] },
  },
  { handle: 'brassbell-cell', name: 'Brassbell cell', members: ['csirt-pl', 'csirt-ee', 'csirt-de', 'police-eu'] },
];

/** What the programme knows of the Brassbell campaign before it breaks out, at every TLP. `begins`: milliseconds since 1970. */
export function intelligenceOf(begins: number): Intelligence {
  const created = new Date(begins).toISOString();
  const author = idOf('identity', 1);
  const family = idOf('malware', 1);
  const make = (level: Level, type: string, number: number, content: object): StixObject => ({
    type,
    spec_version: '2.1',
    id: idOf(type, number),
    created,
    modified: created,
    ...(type !== 'identity' && { created_by_ref: author }),
    ...content,
    object_marking_refs: [markings[level]],
  });
  const indicator = (level: Level, number: number, name: string, pattern: string, more: object = {}): StixObject =>
    make(level, 'indicator', number, { name, pattern, pattern_type: 'stix', valid_from: created, ...more });
  const report = (level: Level, number: number, name: string, description: string, refs: readonly string[]) =>
    make(level, 'report', number, { name, description, published: created, object_refs: refs });
  const domains = ['updates', 'invoice', 'courier'].map((word, at) =>
    indicator(
      'green',
      1 + at,
      `Command server of Brassbell: ${word}`,
      `[domain-name:value = '${word}.brassbell.example']`,
      { description: 'Resolved by infected machines. Source: a member’s sinkhole.', confidence: 85 - 10 * at },
    ),
  );
  const mistaken = indicator(
    'green',
    9,
    'Shared hosting address, taken for a command server',
    `[ipv4-addr:value = '198.51.100.80']`,
    { confidence: 20 },
  );
  return {
    groups,
    mistaken: mistaken.id,
    releases: [
      {
        level: 'clear',
        terms: {},
        objects: [
          make('clear', 'identity', 1, { name: 'Example warning programme', identity_class: 'organization' }),
          make('clear', 'malware', 1, { name: campaignFamily, is_family: true, malware_types: ['spyware'] }),
          report(
            'clear', 1, 'Brassbell: what everyone should know',
            'Mails that pretend to come from couriers carry a stealer. Do not open the attachment; change passwords from another machine.',
            [family],
          ),
        ],
      },
      {
        level: 'green',
        terms: {},
        objects: [
          ...domains,
          mistaken,
          ...domains.map(({ id }, at) =>
            make('green', 'relationship', 1 + at, {
              relationship_type: 'indicates',
              source_ref: id,
              target_ref: family,
            }),
          ),
          {
            ...report(
              'green', 2, 'Brassbell: command servers',
              'Three domains, in use since this week. The sensor that saw them first belongs to a provider in Poland.',
              [family, ...domains.map(({ id }) => id)],
            ),
            // Where it was seen is for those alone who are named.
            granular_markings: [{ marking_ref: markings['amber+strict'], selectors: ['description'] }],
          },
        ],
      },
      {
        level: 'amber',
        terms: { distribution: 'concerned', orgs: ['police-eu'], concerns: ['nation PL', 'nation EE', 'nation DE'] },
        objects: [
          report(
            'amber', 3, 'Brassbell: first victims in Poland, Estonia and Germany',
            'Machines in three nations call the command servers. The providers that it concerns find them among their episodes.',
            [family],
          ),
        ],
      },
      {
        level: 'amber+strict',
        terms: { groups: ['near-ua', 'brassbell-cell'] },
        objects: [
          report(
            'amber+strict', 4, 'Brassbell: a takedown is prepared',
            'The cell takes over the domains at the agreed hour. Until then: watch, and do not block.',
            domains.map(({ id }) => id),
          ),
        ],
      },
      {
        level: 'red',
        terms: {},
        objects: [report('red', 5, 'Brassbell: who runs it', 'For the eyes of those who are named.', [family])],
      },
    ],
  };
} // prettier-ignore
