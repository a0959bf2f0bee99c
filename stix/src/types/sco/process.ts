import { boolean, integer, listOf, string, timestamp } from '../../kinds/basic.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { dictionaryOf } from '../../kinds/structures.ts';
import { sco } from '../object-type.ts';
import { windowsProcess, windowsService } from '../sco-extensions/process.ts';

const properties = {
  is_hidden: boolean,
  pid: integer(),
  created_time: timestamp,
  cwd: string,
  command_line: string,
  environment_variables: dictionaryOf(string),
  opened_connection_refs: listOf(referenceTo('6.13', 'network-traffic')),
  creator_user_ref: referenceTo('6.13', 'user-account'),
  image_ref: referenceTo('6.13', 'file'),
  parent_ref: referenceTo('6.13', 'process'),
  child_refs: listOf(referenceTo('6.13', 'process')),
};

export const process = sco('process', '6.13', 'hpppnm86a1jm', {
  optional: properties,
  rules: [atLeastOneOf('6.13', ...Object.keys(properties), 'extensions')],
  extensions: { 'windows-process-ext': windowsProcess, 'windows-service-ext': windowsService },
  naming: ['command_line', 'cwd', 'pid'],
});
