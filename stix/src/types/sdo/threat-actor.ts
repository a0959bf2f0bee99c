import { listOf, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { notBefore } from '../../kinds/rules.ts';
import { sdo } from '../object-type.ts';

export const threatActor = sdo('threat-actor', '4.17', 'k017w16zutw', {
  required: { name: string },
  optional: {
    description: string,
    threat_actor_types: listOf(openVocabulary('threat-actor-type-ov')),
    aliases: listOf(string),
    first_seen: timestamp,
    last_seen: timestamp,
    roles: listOf(openVocabulary('threat-actor-role-ov')),
    goals: listOf(string),
    sophistication: openVocabulary('threat-actor-sophistication-ov'),
    resource_level: openVocabulary('attack-resource-level-ov'),
    primary_motivation: openVocabulary('attack-motivation-ov'),
    secondary_motivations: listOf(openVocabulary('attack-motivation-ov')),
    personal_motivations: listOf(openVocabulary('attack-motivation-ov')),
  },
  rules: [notBefore('4.17', 'first_seen', 'last_seen')],
});
