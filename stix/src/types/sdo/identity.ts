import { listOf, openVocabulary, string } from '../../kinds/basic.ts';
import { sdo } from '../object-type.ts';

export const identity = sdo('identity', '4.5', 'wh296fiwpklp', {
  required: { name: string },
  optional: {
    description: string,
    roles: listOf(string),
    identity_class: openVocabulary('identity-class-ov'),
    sectors: listOf(openVocabulary('industry-sector-ov')),
    contact_information: string,
  },
});
