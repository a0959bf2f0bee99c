import { isObject, own, type JsonObject } from '../../json/json.ts';
import { openVocabulary, string } from '../../kinds/basic.ts';
import type { CrossRule } from '../../kinds/kind.ts';
import { needs } from '../../kinds/rules.ts';
import { dictionary } from '../../kinds/structures.ts';
import { tlpConstants } from '../../markings/tlp-rule.ts';
import { report } from '../../problem.ts';
import type { ObjectType } from '../object-type.ts';

/** Section 7.2.1: a marking has no versions; to change it is to make another. */
const neverVersioned: CrossRule = {
  rule: 'marking_version',
  check(object, to) {
    for (const property of ['modified', 'revoked']) {
      if (own(object, property) === undefined) continue;
      report(to, 'marking_version', '7.2.1', `A marking definition has no ${property}.`, property);
    }
  },
};

const definitionNeeded: CrossRule = {
  rule: 'marking_definition',
  check(object, to) {
    if (own(object, 'extensions') !== undefined || own(object, 'definition_type') !== undefined) return;
    const message = 'A marking says what it means: definition_type and definition, or an extension.';
    report(to, 'marking_definition', '7.2.1', message, 'definition_type');
  },
};

/** Section 7.2.1.3: the statement of a statement. */
const statement: CrossRule = {
  rule: 'statement',
  check(object, to) {
    if (own(object, 'definition_type') !== 'statement') return;
    const definition = own(object, 'definition');
    if (!isObject(definition) || typeof own(definition, 'statement') === 'string') return;
    report(to, 'statement', '7.2.1.3', 'A statement marking holds a statement.', 'definition');
  },
};

/** Section 7.2.1.2: no marking of itself. */
const noCircle: CrossRule = {
  rule: 'circular_marking',
  check(object, to) {
    const id = own(object, 'id');
    if (typeof id !== 'string') return;
    for (const property of ['object_marking_refs', 'granular_markings']) {
      const marks = own(object, property);
      if (!Array.isArray(marks)) continue;
      const itself = (marks as (string | JsonObject)[]).some(
        (mark) => mark === id || (isObject(mark) && own(mark, 'marking_ref') === id),
      );
      if (itself) report(to, 'circular_marking', '7.2.1', 'A marking does not mark itself.', property);
    }
  },
};

export const markingDefinition: ObjectType = {
  type: 'marking-definition',
  category: 'meta',
  section: '7.2.1',
  anchor: 'k5fndj2c7c1k',
  optional: { name: string, definition_type: openVocabulary('marking type'), definition: dictionary },
  rules: [
    neverVersioned,
    definitionNeeded,
    needs('7.2.1', 'definition_type', 'definition'),
    needs('7.2.1', 'definition', 'definition_type'),
    statement,
    noCircle,
    tlpConstants,
  ],
  naming: ['name', 'definition'],
};
