import { isList, isObject, own } from '../../json/json.ts';
import { integer, listOf, timestamp } from '../../kinds/basic.ts';
import { reference } from '../../kinds/identifier.ts';
import type { Kind } from '../../kinds/kind.ts';
import { atLeastOneOf, notBefore, notBoth } from '../../kinds/rules.ts';
import { dictionaryOf } from '../../kinds/structures.ts';
import { report, shown } from '../../problem.ts';
import { isTypeName, typeOfId } from '../../uuid.ts';
import { sdo } from '../object-type.ts';
import { isCustom, isSco, isSro } from '../type-names.ts';

/** Section 2.13, deprecated: observables under keys. Their own tables are applied where the whole object is known. */
const contained: Kind = {
  name: 'observable',
  section: '2.13',
  check(value, to) {
    const type = isObject(value) ? own(value, 'type') : undefined;
    if (typeof type === 'string' && isTypeName(type)) return;
    report(to, 'observable_container', '2.13', `An observable has a type, not ${shown(type)}.`);
  },
};

export const observedData = sdo('observed-data', '4.14', 'p49j1fwoxldc', {
  required: {
    first_observed: timestamp,
    last_observed: timestamp,
    number_observed: integer({ min: 1, max: 999_999_999 }),
  },
  optional: {
    objects: dictionaryOf(contained),
    object_refs: listOf(
      reference(
        'reference to an observable or relationship',
        '4.14',
        (type) => isSco(type) || isSro(type) || isCustom(type),
      ),
    ),
  },
  rules: [
    notBefore('4.14', 'first_observed', 'last_observed'),
    atLeastOneOf('4.14', 'objects', 'object_refs'),
    notBoth('4.14', 'objects', 'object_refs'),
    {
      rule: 'observable_needed',
      check(object, to) {
        const refs = own(object, 'object_refs');
        if (!isList(refs) || refs.length === 0) return;
        if (refs.some((ref) => typeof ref !== 'string' || !isSro(typeOfId(ref) ?? ''))) return;
        report(to, 'observable_needed', '4.14', 'At least one reference is to an observable.', 'object_refs');
      },
    },
  ],
});
