import { enumeration, integer, listOf, string, timestamp } from '../../kinds/basic.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { textKind } from '../../kinds/kind.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { sco } from '../object-type.ts';

const dataTypes = [
  'REG_NONE',
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_BINARY',
  'REG_DWORD',
  'REG_DWORD_BIG_ENDIAN',
  'REG_DWORD_LITTLE_ENDIAN',
  'REG_LINK',
  'REG_MULTI_SZ',
  'REG_RESOURCE_LIST',
  'REG_FULL_RESOURCE_DESCRIPTION',
  'REG_RESOURCE_REQUIREMENTS_LIST',
  'REG_QWORD',
  'REG_INVALID_TYPE',
];

const value = record('windows-registry-value', '6.17.2', {
  optional: {
    name: string,
    data: string,
    data_type: enumeration('windows-registry-datatype-enum', '6.17.2', dataTypes),
  },
  rules: [atLeastOneOf('6.17.2', 'name', 'data', 'data_type')],
});

const key = textKind(
  'registry-key',
  '6.17',
  (text) => !/^hk(?:lm|cu|cr|u|cc|pd)(?:\\|$)/i.test(text),
  'The hive is written in full, such as HKEY_LOCAL_MACHINE',
);

const properties = {
  key,
  values: listOf(value),
  modified_time: timestamp,
  creator_user_ref: referenceTo('6.17', 'user-account'),
  number_of_subkeys: integer({ min: 0 }),
};

export const windowsRegistryKey = sco('windows-registry-key', '6.17', 'luvw8wjlfo3y', {
  optional: properties,
  rules: [atLeastOneOf('6.17', ...Object.keys(properties), 'extensions')],
  contributing: ['key', 'values'],
  naming: ['key'],
});
