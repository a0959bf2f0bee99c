import { listOf, string } from '../../kinds/basic.ts';
import { killChainPhase, namedBy } from '../../kinds/structures.ts';
import { sdo } from '../object-type.ts';

export const attackPattern = sdo('attack-pattern', '4.1', 'axjijf603msy', {
  required: { name: string },
  optional: { description: string, aliases: listOf(string), kill_chain_phases: listOf(killChainPhase) },
  rules: [namedBy('4.1', 'capec', /^CAPEC-\d+$/)],
});
