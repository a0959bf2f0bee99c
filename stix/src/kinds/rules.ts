import { compareInstants, instantOf } from '../instant.ts';
import { own } from '../json/json.ts';
import { report } from '../problem.ts';
import type { CrossRule } from './kind.ts';

/** At least one of the properties is there. */
export function atLeastOneOf(section: string, ...properties: string[]): CrossRule {
  return {
    rule: 'at_least_one_of',
    check(object, to) {
      if (properties.some((property) => own(object, property) !== undefined)) return;
      const named = properties.length > 6 ? 'its properties' : properties.join(', ');
      report(to, 'at_least_one_of', section, `At least one of ${named} is required.`);
    },
  };
}

/** Not both of the properties are there. */
export function notBoth(section: string, first: string, second: string): CrossRule {
  return {
    rule: 'not_both',
    check(object, to) {
      if (own(object, first) === undefined || own(object, second) === undefined) return;
      report(to, 'not_both', section, `${first} and ${second} exclude each other.`, second);
    },
  };
}

/** Where one property is, the others are too. */
export function needs(section: string, property: string, ...others: string[]): CrossRule {
  return {
    rule: 'needs',
    check(object, to) {
      if (own(object, property) === undefined) return;
      for (const other of others) {
        if (own(object, other) === undefined) report(to, 'needs', section, `${property} needs ${other}.`, other);
      }
    },
  };
}

function order(section: string, rule: string, earlier: string, later: string, word: string, least: number): CrossRule {
  return {
    rule,
    check(object, to) {
      const [first, second] = [own(object, earlier), own(object, later)];
      if (typeof first !== 'string' || typeof second !== 'string') return;
      if (instantOf(first) === undefined || instantOf(second) === undefined) return;
      if (compareInstants(second, first) < least) report(to, rule, section, `${later} ${word} ${earlier}.`, later);
    },
  };
}

export const notBefore = (section: string, earlier: string, later: string): CrossRule =>
  order(section, 'time_order', earlier, later, 'lies before', 0);

export const after = (section: string, earlier: string, later: string): CrossRule =>
  order(section, 'time_order', earlier, later, 'does not lie after', 1);
