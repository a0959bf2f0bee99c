import { isObject, own, type JsonObject } from '../json/json.ts';
import { report, type Inspection } from '../problem.ts';
import { wrongType, type CrossRule, type Kind, type Properties } from './kind.ts';

/** The properties of an object or of a part of one. */
export interface Shape {
  readonly required?: Properties;
  readonly optional?: Properties;
  readonly rules?: readonly CrossRule[];
}

/** A part of an object that has properties of its own, such as a kill chain phase. */
export function record(name: string, section: string, shape: Shape): Kind {
  const check = shapeCheck(section, shape);
  return {
    name,
    section,
    check(value, to) {
      if (!isObject(value)) wrongType(value, 'object', section, to);
      else check(value, to);
    },
  };
}

/** Checks required and known properties, then the rules over several. Properties that the shape does not know pass. */
export function shapeCheck(
  section: string,
  { required = {}, optional = {}, rules = [] }: Shape,
  waived: (property: string, to: Inspection) => boolean = () => false,
): (object: JsonObject, to: Inspection) => void {
  const kinds = new Map(Object.entries({ ...required, ...optional }));
  const needed = Object.keys(required);
  return (object, to) => {
    for (const property of needed) {
      if (own(object, property) === undefined && !waived(property, to)) {
        report(to, 'required', section, `The property ${property} is required.`, property);
      }
    }
    for (const property of Object.keys(object)) {
      const kind = kinds.get(property);
      if (kind === undefined) continue;
      to.at.push(property);
      kind.check(object[property] ?? null, to);
      to.at.pop();
    }
    for (const rule of rules) rule.check(object, to);
  };
}
