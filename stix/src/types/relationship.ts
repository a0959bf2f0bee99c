import { boolean, integer, listOf, string, timestamp } from '../kinds/basic.ts';
import { reference, referenceTo } from '../kinds/identifier.ts';
import { textKind } from '../kinds/kind.ts';
import { after, notBefore } from '../kinds/rules.ts';
import type { ObjectType } from './object-type.ts';
import { isCustom, isSco, isSdo } from './type-names.ts';

const relationshipType = textKind(
  'relationship-type',
  '5.1',
  (text) => /^[a-z0-9-]+$/.test(text),
  'A relationship type is in lower-case ASCII with hyphens',
);
const end = reference(
  'reference to a domain object or an observable',
  '5.1',
  (type) => isSdo(type) || isSco(type) || isCustom(type),
);

export const relationship: ObjectType = {
  type: 'relationship',
  category: 'sro',
  section: '5.1',
  anchor: 'e2e1szrqfoan',
  required: { relationship_type: relationshipType, source_ref: end, target_ref: end },
  optional: { description: string, start_time: timestamp, stop_time: timestamp },
  rules: [after('5.1', 'start_time', 'stop_time')],
  naming: ['relationship_type'],
};

export const sighting: ObjectType = {
  type: 'sighting',
  category: 'sro',
  section: '5.2',
  anchor: 'a795guqsap3r',
  required: {
    sighting_of_ref: reference('reference to a domain object', '5.2', (type) => isSdo(type) || isCustom(type)),
  },
  optional: {
    description: string,
    first_seen: timestamp,
    last_seen: timestamp,
    count: integer({ min: 0, max: 999_999_999 }),
    observed_data_refs: listOf(referenceTo('5.2', 'observed-data')),
    where_sighted_refs: listOf(referenceTo('5.2', 'identity', 'location')),
    summary: boolean,
  },
  rules: [notBefore('5.2', 'first_seen', 'last_seen')],
  naming: ['description'],
};
