import { integer, listOf, string } from '../../kinds/basic.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';

const properties = { gid: integer(), groups: listOf(string), home_dir: string, shell: string };

export const unixAccount = record('unix-account-ext', '6.16.2', {
  optional: properties,
  rules: [atLeastOneOf('6.16.2', ...Object.keys(properties))],
});
