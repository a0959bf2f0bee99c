import { isList, isRawNumber, type JsonValue } from '../json/json.ts';
import { report, shown } from '../problem.ts';
import { fractionDigits, instantOf } from '../instant.ts';
import { wrongType, type Kind } from './kind.ts';

export const string: Kind = {
  name: 'string',
  section: '2.15',
  check(value, to) {
    if (typeof value !== 'string') wrongType(value, 'string', '2.15', to);
  },
};

export const boolean: Kind = {
  name: 'boolean',
  section: '2.2',
  check(value, to) {
    if (typeof value !== 'boolean') wrongType(value, 'boolean', '2.2', to);
  },
};

interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** A JSON number's double; `undefined` for what is no number. */
const numeric = (value: JsonValue): number | undefined =>
  typeof value === 'number' ? value : isRawNumber(value) ? Number(value.rawJSON) : undefined;

/** Section 2.10: what a signed 54-bit integer holds, and within the property's own range. */
export function integer({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Range = {}): Kind {
  return {
    name: 'integer',
    section: '2.10',
    check(value, to) {
      const number = numeric(value);
      if (number === undefined) return wrongType(value, 'whole number', '2.10', to);
      if (!Number.isInteger(number) || (isRawNumber(value) && /[.]/.test(value.rawJSON))) {
        report(to, 'integer', '2.10', `A whole number is required here, not ${shown(number)}.`);
      } else if (number < min || number > max || isRawNumber(value)) {
        report(to, 'integer_range', '2.10', `The number must lie between ${min} and ${max}.`);
      }
    },
  };
}

export function float({ min = -Infinity, max = Infinity }: Range = {}): Kind {
  return {
    name: 'float',
    section: '2.6',
    check(value, to) {
      const number = numeric(value);
      if (number === undefined) return wrongType(value, 'number', '2.6', to);
      if (number < min || number > max) {
        report(to, 'float_range', '2.6', `The number must lie between ${min} and ${max}.`);
      }
    },
  };
}

function timestampOf(leastDigits: number): Kind {
  return {
    name: 'timestamp',
    section: '2.16',
    check(value, to) {
      if (typeof value !== 'string') return wrongType(value, 'timestamp', '2.16', to);
      if (instantOf(value) === undefined) {
        report(to, 'timestamp', '2.16', `This is no timestamp of RFC 3339 in UTC with Z: ${shown(value)}`);
      } else if (fractionDigits(value) < leastDigits) {
        report(to, 'timestamp_precision', '3.2', 'At least milliseconds (three digits) are required here.');
      }
    },
  };
}

export const timestamp: Kind = timestampOf(0);
/** Section 3.2: `created` and `modified` name at least milliseconds. */
export const timestampWithMilliseconds: Kind = timestampOf(3);

/** Section 2.4: one of the values, exactly. */
export function enumeration(name: string, section: string, values: readonly string[]): Kind {
  const allowed = new Set(values);
  return {
    name,
    section,
    check(value, to) {
      if (typeof value !== 'string') wrongType(value, 'string', section, to);
      else if (!allowed.has(value)) report(to, 'enumeration', section, `${shown(value)} is not one of ${name}.`);
    },
  };
}

/** Section 2.14: the vocabulary is advice; any text is accepted. */
export const openVocabulary = (name: string): Kind => ({ name, section: '2.14', check: string.check });

/** Section 2.12: at least one element. */
export function listOf(kind: Kind): Kind {
  return {
    name: `list of ${kind.name}`,
    section: '2.12',
    check(value, to) {
      if (!isList(value)) return wrongType(value, 'list', '2.12', to);
      if (value.length === 0)
        return report(to, 'empty_list', '2.12', 'A list has at least one element, or is left out.');
      for (let index = 0; index < value.length; index += 1) {
        to.at.push(index);
        kind.check(value[index] ?? null, to);
        to.at.pop();
      }
    },
  };
}
