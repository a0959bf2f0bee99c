import { listOf } from '../kinds/basic.ts';
import { referenceTo } from '../kinds/identifier.ts';
import { textKind } from '../kinds/kind.ts';
import { language } from '../kinds/language.ts';
import { record } from '../kinds/record.ts';
import { atLeastOneOf, notBoth } from '../kinds/rules.ts';
import { stepsOf } from './selector.ts';

/** Section 7.2.3. That selectors point at something is checked where the whole object is known. */
export const granularMarking = record('granular-marking', '7.2.3', {
  required: {
    selectors: listOf(textKind('selector', '7.2.3.1', (text) => stepsOf(text) !== undefined, 'This is no selector')),
  },
  optional: { lang: language, marking_ref: referenceTo('7.2.3', 'marking-definition') },
  rules: [atLeastOneOf('7.2.3', 'lang', 'marking_ref'), notBoth('7.2.3', 'lang', 'marking_ref')],
});
