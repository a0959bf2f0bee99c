import { listOf, openVocabulary, string } from '../../kinds/basic.ts';
import { identifier } from '../../kinds/identifier.ts';
import { sdo } from '../object-type.ts';

export const grouping = sdo('grouping', '4.4', 't56pn7elv6u7', {
  required: { context: openVocabulary('grouping-context-ov'), object_refs: listOf(identifier) },
  optional: { name: string, description: string },
  naming: ['name', 'context'],
});
