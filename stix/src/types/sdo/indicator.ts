import { own } from '../../json/json.ts';
import { listOf, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { after } from '../../kinds/rules.ts';
import { killChainPhase } from '../../kinds/structures.ts';
import { validatePattern } from '../../pattern/index.ts';
import { report } from '../../problem.ts';
import { sdo } from '../object-type.ts';

export const indicator = sdo('indicator', '4.7', 'muftrcpnf89v', {
  required: { pattern: string, pattern_type: openVocabulary('pattern-type-ov'), valid_from: timestamp },
  since21: ['pattern_type'],
  optional: {
    name: string,
    description: string,
    indicator_types: listOf(openVocabulary('indicator-type-ov')),
    pattern_version: string,
    valid_until: timestamp,
    kill_chain_phases: listOf(killChainPhase),
  },
  rules: [
    after('4.7', 'valid_from', 'valid_until'),
    {
      rule: 'pattern',
      check(object, to) {
        const pattern = own(object, 'pattern');
        const language = own(object, 'pattern_type') ?? (to.version20 ? 'stix' : undefined);
        if (typeof pattern !== 'string') return;
        if (pattern === '') report(to, 'pattern', '4.7', 'The pattern is empty.', 'pattern');
        if (language !== 'stix') return;
        for (const { rule, section, line, column, message } of validatePattern(pattern)) {
          report(to, `pattern_${rule}`, section, `${message} (line ${line}, column ${column})`, 'pattern');
        }
      },
    },
  ],
  naming: ['name', 'pattern'],
});
