import { boolean, integer, listOf, string, timestampWithMilliseconds, enumeration } from '../kinds/basic.ts';
import { identifier, referenceTo } from '../kinds/identifier.ts';
import type { Kind, Properties } from '../kinds/kind.ts';
import { language } from '../kinds/language.ts';
import { externalReference } from '../kinds/structures.ts';
import { granularMarking } from '../markings/granular-marking.ts';
import type { Category } from './object-type.ts';
import type { Shape } from '../kinds/record.ts';

/** Section 3.2: what objects of each category have in common. `extensions` and what selectors point at are checked apart. */
const specVersion: Kind = enumeration('spec_version', '3.2', ['2.0', '2.1']);

const everywhere: Properties = {
  object_marking_refs: listOf(referenceTo('3.2', 'marking-definition')),
  granular_markings: listOf(granularMarking),
};

const creator = referenceTo('3.2', 'identity');

const created: Properties = {
  created_by_ref: creator,
  external_references: listOf(externalReference),
};

const versioned: Shape = {
  required: {
    type: string,
    spec_version: specVersion,
    id: identifier,
    created: timestampWithMilliseconds,
    modified: timestampWithMilliseconds,
  },
  optional: {
    ...everywhere,
    ...created,
    revoked: boolean,
    labels: listOf(string),
    confidence: integer({ min: 0, max: 100 }),
    lang: language,
  },
};

/** A marking definition has no versions. */
const unversioned: Shape = {
  required: { type: string, spec_version: specVersion, id: identifier, created: timestampWithMilliseconds },
  optional: { ...everywhere, ...created },
};

const observable: Shape = {
  required: { type: string, id: identifier },
  // Where an observable says who made it, although section 3.2 does not foresee it, it is an identity all the same.
  optional: { ...everywhere, spec_version: specVersion, defanged: boolean, created_by_ref: creator },
};

export function commonProperties(type: string, category: Category): Shape {
  return category === 'sco' ? observable : type === 'marking-definition' ? unversioned : versioned;
}
