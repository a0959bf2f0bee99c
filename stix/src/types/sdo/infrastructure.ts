import { listOf, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { notBefore } from '../../kinds/rules.ts';
import { killChainPhase } from '../../kinds/structures.ts';
import { sdo } from '../object-type.ts';

export const infrastructure = sdo('infrastructure', '4.8', 'jo3k1o6lr9', {
  required: { name: string },
  optional: {
    description: string,
    infrastructure_types: listOf(openVocabulary('infrastructure-type-ov')),
    aliases: listOf(string),
    kill_chain_phases: listOf(killChainPhase),
    first_seen: timestamp,
    last_seen: timestamp,
  },
  rules: [notBefore('4.8', 'first_seen', 'last_seen')],
});
