import { isList, printJson, type JsonObject } from '@tocsin/stix';
import { madeItem, type ReadItem } from '../imports/read-item.ts';
import { galaxyTypes } from './attribute-types.ts';
import { derivedId } from './derived-uuid.ts';
import { objectsIn, textOf, uuidOf } from './from-misp-values.ts';

/** From when clusters count their versions. */
const epoch = Date.UTC(2015, 0, 1);

/** Objects of the clusters of galaxies at an event or attribute: actors, malware, tools, techniques. */
export function readClusters(from: JsonObject): ReadItem[] {
  return objectsIn(from['Galaxy']).flatMap((galaxy) =>
    objectsIn(galaxy['GalaxyCluster']).flatMap((cluster) => {
      const type = galaxyTypes.get(textOf(cluster, 'type') || textOf(galaxy, 'type'));
      const name = textOf(cluster, 'value');
      return type === undefined || name === '' ? [] : [madeItem(objectOf(type, name, cluster), printJson(cluster))];
    }),
  );
}

function objectOf(type: string, name: string, cluster: JsonObject): JsonObject {
  const uuid = uuidOf(cluster);
  const version = Number(textOf(cluster, 'version'));
  // A cluster says no time, but counts: the same count gives the same version, a higher one a later.
  const modified = new Date(
    epoch + (Number.isSafeInteger(version) && version > 0 && version < 1e9 ? version * 1000 : 0),
  );
  const meta = objectsIn([cluster['meta'] ?? null])[0] ?? {};
  const aliases = isList(meta['synonyms'])
    ? meta['synonyms'].filter((word) => typeof word === 'string' && word !== '')
    : [];
  const external = isList(meta['external_id']) ? meta['external_id'][0] : meta['external_id'];
  const named = ['threat-actor', 'intrusion-set', 'malware', 'tool'].includes(type) && aliases.length > 0;
  const description = textOf(cluster, 'description');
  return {
    type,
    spec_version: '2.1',
    id: uuid === undefined ? derivedId(type, name) : `${type}--${uuid}`,
    created: new Date(epoch).toISOString(),
    modified: modified.toISOString(),
    name,
    ...(description !== '' && { description }),
    ...(type === 'malware' && { is_family: true }),
    ...(named && { aliases: [...new Set(aliases)] }),
    ...(type === 'attack-pattern' &&
      typeof external === 'string' && {
        external_references: [{ source_name: 'mitre-attack', external_id: external }],
      }),
  };
}
