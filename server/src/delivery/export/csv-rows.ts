import type { JsonObject, JsonValue } from '@tocsin/stix';
import { nameOf } from '@tocsin/stix';
import { csvLine } from '#kernel/csv.ts';
import { markingName, markingsOf, tlpLabel, type Marked } from './marked.ts';

/** The first line of objects as CSV. */
export const objectsCsvHeader = csvLine([
  'tlp',
  'markings',
  'type',
  'id',
  'name',
  'value',
  'description',
  'labels',
  'confidence',
  'created',
  'version',
  'valid_from',
  'valid_until',
  'revoked',
  'external_references',
  'date_added',
]);

const listed = (value: JsonValue | undefined): string | undefined =>
  Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item : textOfReference(item as JsonObject))).join('; ')
    : undefined;

const textOfReference = ({ source_name, external_id, url }: JsonObject): string =>
  [source_name, external_id, url].filter((text) => typeof text === 'string').join(' ');

/** Objects as lines of CSV; cells that a spreadsheet would calculate are escaped. */
export function objectsCsv(objects: readonly Marked[], definitions: ReadonlyMap<string, JsonObject>): string {
  return objects
    .map((object) => {
      const { value, entry, level } = object;
      const { pattern, description, labels, confidence, created, valid_from, valid_until, revoked } = value;
      const confident = confidence === undefined ? undefined : JSON.stringify(confidence);
      return csvLine([
        tlpLabel(level),
        markingsOf(object)
          .map((id) => markingName(id, definitions.get(id)))
          .join('; '),
        entry.type,
        entry.id,
        nameOf(value),
        pattern ?? value['value'],
        description,
        listed(labels),
        confident,
        created,
        entry.version,
        valid_from,
        valid_until,
        revoked ?? false,
        listed(value['external_references']),
        entry.dateAdded,
      ]);
    })
    .join('');
}
