import { listOf, openVocabulary, string } from '../../kinds/basic.ts';
import { killChainPhase } from '../../kinds/structures.ts';
import { sdo } from '../object-type.ts';

export const tool = sdo('tool', '4.18', 'z4voa9ndw8v', {
  required: { name: string },
  optional: {
    description: string,
    tool_types: listOf(openVocabulary('tool-type-ov')),
    aliases: listOf(string),
    kill_chain_phases: listOf(killChainPhase),
    tool_version: string,
  },
});
