import { isList, own } from '../../json/json.ts';
import { enumeration, listOf, string } from '../../kinds/basic.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { textKind } from '../../kinds/kind.ts';
import { report } from '../../problem.ts';
import type { ObjectType } from '../object-type.ts';

const types = ['new-sdo', 'new-sco', 'new-sro', 'property-extension', 'toplevel-property-extension'];
export const extensionType = enumeration('extension-type-enum', '7.3', types);

const propertyName = textKind(
  'property-name',
  '7.3',
  (text) => /^[a-z0-9_]{3,250}$/.test(text),
  'A property name is in lower-case ASCII with underscores, 3 to 250 characters',
);

export const extensionDefinition: ObjectType = {
  type: 'extension-definition',
  category: 'meta',
  section: '7.3',
  anchor: '32j232tfvtly',
  required: {
    created_by_ref: referenceTo('7.3', 'identity'),
    name: string,
    schema: string,
    version: string,
    extension_types: listOf(extensionType),
  },
  optional: { description: string, extension_properties: listOf(propertyName) },
  rules: [
    {
      rule: 'extension_properties',
      check(object, to) {
        const declared = own(object, 'extension_types');
        if (own(object, 'extension_properties') === undefined || !isList(declared)) return;
        if (declared.includes('toplevel-property-extension')) return;
        const message = 'Only a toplevel-property-extension names properties.';
        report(to, 'extension_properties', '7.3', message, 'extension_properties');
      },
    },
  ],
};
