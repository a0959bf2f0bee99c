import { isObject } from '../../json/json.ts';
import { timestampWithMilliseconds } from '../../kinds/basic.ts';
import { isLanguage } from '../../kinds/language.ts';
import { reference } from '../../kinds/identifier.ts';
import { wrongType, type Kind } from '../../kinds/kind.ts';
import { report, shown } from '../../problem.ts';
import type { ObjectType } from '../object-type.ts';

/** Properties of the object in one language. */
const translations: Kind = {
  name: 'translations',
  section: '7.1',
  check(value, to) {
    if (!isObject(value)) return wrongType(value, 'dictionary', '7.1', to);
    const properties = Object.keys(value);
    if (properties.length === 0) report(to, 'empty_dictionary', '2.3', 'At least one translation is required.');
    for (const property of properties) {
      if (/^[a-z0-9_]{3,250}$/.test(property)) continue;
      report(to, 'property_name', '7.1', `This names no property: ${shown(property)}`, property);
    }
  },
};

/** Languages, and in each the properties with their translations. */
const contents: Kind = {
  name: 'contents',
  section: '7.1',
  check(value, to) {
    if (!isObject(value)) return wrongType(value, 'dictionary', '7.1', to);
    const languages = Object.keys(value);
    if (languages.length === 0) report(to, 'empty_dictionary', '2.3', 'At least one language is required.');
    for (const language of languages) {
      to.at.push(language);
      if (!isLanguage(language))
        report(to, 'language', '7.1', `This is no language code (RFC 5646): ${shown(language)}`);
      translations.check(value[language] ?? null, to);
      to.at.pop();
    }
  },
};

export const languageContent: ObjectType = {
  type: 'language-content',
  category: 'meta',
  section: '7.1',
  anchor: 'z9r1cwtu8jja',
  required: {
    object_ref: reference('reference to an object', '7.1', (type) => type !== 'bundle' && type !== 'language-content'),
    contents,
  },
  optional: { object_modified: timestampWithMilliseconds },
  naming: ['object_ref'],
};
