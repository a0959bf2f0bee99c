import { listOf, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { notBefore } from '../../kinds/rules.ts';
import { sdo } from '../object-type.ts';

export const intrusionSet = sdo('intrusion-set', '4.9', '5ol9xlbbnrdn', {
  required: { name: string },
  optional: {
    description: string,
    aliases: listOf(string),
    first_seen: timestamp,
    last_seen: timestamp,
    goals: listOf(string),
    resource_level: openVocabulary('attack-resource-level-ov'),
    primary_motivation: openVocabulary('attack-motivation-ov'),
    secondary_motivations: listOf(openVocabulary('attack-motivation-ov')),
  },
  rules: [notBefore('4.9', 'first_seen', 'last_seen')],
});
