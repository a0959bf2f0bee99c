import { boolean, openVocabulary, string, timestamp } from '../../kinds/basic.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { sco } from '../object-type.ts';
import { unixAccount } from '../sco-extensions/user-account.ts';

const properties = {
  user_id: string,
  credential: string,
  account_login: string,
  account_type: openVocabulary('account-type-ov'),
  display_name: string,
  is_service_account: boolean,
  is_privileged: boolean,
  can_escalate_privs: boolean,
  is_disabled: boolean,
  account_created: timestamp,
  account_expires: timestamp,
  credential_last_changed: timestamp,
  account_first_login: timestamp,
  account_last_login: timestamp,
};

export const userAccount = sco('user-account', '6.16', 'azo70vgj1vm2', {
  optional: properties,
  rules: [atLeastOneOf('6.16', ...Object.keys(properties), 'extensions')],
  extensions: { 'unix-account-ext': unixAccount },
  contributing: ['account_type', 'user_id', 'account_login'],
  naming: ['display_name', 'account_login', 'user_id'],
});
