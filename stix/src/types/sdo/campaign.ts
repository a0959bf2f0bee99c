import { listOf, string, timestamp } from '../../kinds/basic.ts';
import { notBefore } from '../../kinds/rules.ts';
import { sdo } from '../object-type.ts';

export const campaign = sdo('campaign', '4.2', 'pcpvfz4ik6d6', {
  required: { name: string },
  optional: {
    description: string,
    aliases: listOf(string),
    first_seen: timestamp,
    last_seen: timestamp,
    objective: string,
  },
  rules: [notBefore('4.2', 'first_seen', 'last_seen')],
});
