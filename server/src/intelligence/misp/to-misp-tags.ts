import { isList, isObject, nameOf, type JsonObject } from '@tocsin/stix';
import type { Tlp } from '#sharing/index.ts';
import { derivedUuid } from './derived-uuid.ts';
import { textOf } from './from-misp-values.ts';
import type { MispGalaxy, MispTag } from './misp.ts';

/** Colours of https://www.first.org/tlp/. */
const colours: Readonly<Record<Tlp, string>> = {
  clear: '#ffffff',
  green: '#33ff00',
  amber: '#ffc000',
  'amber+strict': '#ffc000',
  red: '#ff2b2b',
};

export const tagOf = (name: string, colour = '#5b6b7b'): MispTag => ({ name, colour, exportable: true });
export const tlpTag = (level: Tlp): MispTag => tagOf(`tlp:${level}`, colours[level]);

/**
 * How far MISP may pass something on: 0 the organisation, 1 the community, 3 everybody. Never further than its level; the tag says
 * the level itself.
 */
export const distributionOf = (level: Tlp): string => (level === 'clear' ? '3' : level === 'green' ? '1' : '0');

/** Types of objects that are clusters of a galaxy, and the galaxy of MISP that they are closest to. */
const galaxies: Readonly<Record<string, { type: string; name: string }>> = {
  'attack-pattern': { type: 'mitre-attack-pattern', name: 'Attack Pattern' },
  'course-of-action': { type: 'mitre-course-of-action', name: 'Course of Action' },
  'intrusion-set': { type: 'mitre-intrusion-set', name: 'Intrusion Set' },
  'threat-actor': { type: 'threat-actor', name: 'Threat Actor' },
  campaign: { type: 'stix-2.1-campaign', name: 'STIX 2.1 Campaign' },
  malware: { type: 'mitre-malware', name: 'Malware' },
  tool: { type: 'mitre-tool', name: 'Tool' },
};

export const isCluster = (type: string): boolean => Object.hasOwn(galaxies, type);

/** An object as a cluster of a galaxy; its tag is what MISP knows it by. */
export function galaxyOf(value: JsonObject): MispGalaxy {
  const id = textOf(value, 'id');
  const of = galaxies[textOf(value, 'type')] ?? { type: 'stix-2.1', name: 'STIX 2.1' };
  const references = (
    isList(value['external_references'] ?? null) ? value['external_references'] : []
  ) as readonly JsonObject[];
  const technique = references.find((one) => isObject(one) && one['source_name'] === 'mitre-attack')?.['external_id'];
  const name = nameOf(value).replaceAll('"', "'");
  const cluster = typeof technique === 'string' ? `${name} - ${technique}` : name;
  const aliases = value['aliases'];
  return {
    uuid: derivedUuid(`galaxy ${of.type}`),
    name: of.name,
    type: of.type,
    description: of.name,
    version: '1',
    GalaxyCluster: [
      {
        uuid: id.slice(id.indexOf('--') + 2),
        type: of.type,
        value: cluster,
        tag_name: `misp-galaxy:${of.type}="${cluster}"`,
        description: typeof value['description'] === 'string' ? value['description'] : '',
        source: 'Tocsin',
        authors: ['Tocsin'],
        version: '1',
        meta: {
          ...(typeof technique === 'string' && { external_id: [technique] }),
          ...(isList(aliases ?? null) && {
            synonyms: (aliases as readonly unknown[]).filter((alias) => typeof alias === 'string'),
          }),
        },
      },
    ],
  };
}
