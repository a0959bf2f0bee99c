import { listOf, string } from '../../kinds/basic.ts';
import { objectReference } from '../../kinds/identifier.ts';
import { sdo } from '../object-type.ts';

export const note = sdo('note', '4.13', 'gudodcg1sbb9', {
  required: { content: string, object_refs: listOf(objectReference('4.13')) },
  optional: { abstract: string, authors: listOf(string) },
  naming: ['abstract', 'content'],
});
