import { listOf, openVocabulary, string } from '../../kinds/basic.ts';
import { objectReference } from '../../kinds/identifier.ts';
import { sdo } from '../object-type.ts';

export const grouping = sdo('grouping', '4.4', 't56pn7elv6u7', {
  required: { context: openVocabulary('grouping-context-ov'), object_refs: listOf(objectReference('4.4')) },
  optional: { name: string, description: string },
  naming: ['name', 'context'],
});
