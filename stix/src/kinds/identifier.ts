import { report, shown, type Inspection } from '../problem.ts';
import { typeOfId } from '../uuid.ts';
import { wrongType, type Kind } from './kind.ts';

/** Section 2.9: an identifier of any object. What it names need not be there. */
export const identifier: Kind = {
  name: 'identifier',
  section: '2.9',
  check(value, to) {
    if (typeof value !== 'string') wrongType(value, 'identifier', '2.9', to);
    else if (typeOfId(value) === undefined) notAnId(value, to);
  },
};

/** A reference to an object of one of the types. */
export function referenceTo(section: string, ...types: string[]): Kind {
  const allowed = new Set(types);
  return reference(`reference to ${types.join(' or ')}`, section, (type) => allowed.has(type));
}

/** A reference to an object whose type passes. */
export function reference(name: string, section: string, accepts: (type: string) => boolean): Kind {
  return {
    name,
    section,
    check(value, to) {
      if (typeof value !== 'string') return wrongType(value, 'identifier', '2.9', to);
      const type = to.container?.get(value) ?? typeOfId(value);
      if (type === undefined) return notAnId(value, to);
      if (!accepts(type)) report(to, 'reference_type', section, `This must be a ${name}, not to ${shown(type)}.`);
    },
  };
}

/** Section 2.9: a reference to any object; a bundle is none. */
export const objectReference = (section: string): Kind =>
  reference('reference to an object', section, (type) => type !== 'bundle');

function notAnId(value: string, to: Inspection): void {
  if (to.container !== undefined) {
    return report(to, 'container_reference', '2.13', `Nothing in the container is called ${shown(value)}.`);
  }
  report(to, 'identifier', '2.9', `This is no identifier of the form type--UUID: ${shown(value)}`);
}
