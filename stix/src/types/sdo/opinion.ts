import { enumeration, listOf, string } from '../../kinds/basic.ts';
import { objectReference } from '../../kinds/identifier.ts';
import { sdo } from '../object-type.ts';

const opinions = ['strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree'];

export const opinion = sdo('opinion', '4.15', 'ht1vtzfbtzda', {
  required: { opinion: enumeration('opinion-enum', '4.15', opinions), object_refs: listOf(objectReference('4.15')) },
  optional: { explanation: string, authors: listOf(string) },
  naming: ['explanation', 'opinion'],
});
