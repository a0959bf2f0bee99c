import { isList, isObject, own } from '../json/json.ts';
import { report, shown } from '../problem.ts';
import { string } from './basic.ts';
import { hashes } from './encoded.ts';
import { referencedUrl } from './formats.ts';
import { wrongType, type CrossRule, type Kind } from './kind.ts';
import { record } from './record.ts';
import { atLeastOneOf } from './rules.ts';

/** Section 2.11. */
export const killChainPhase: Kind = record('kill-chain-phase', '2.11', {
  required: { kill_chain_name: string, phase_name: string },
});

/** Sections 4.1 and 4.19: the forms of identifiers that the specification demands. */
const externalIds: Readonly<Record<string, RegExp>> = {
  cve: /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,})$/,
  capec: /^CAPEC-\d+$/,
};

/** Section 2.5. */
export const externalReference: Kind = record('external-reference', '2.5', {
  required: { source_name: string },
  optional: { description: string, url: referencedUrl, hashes, external_id: string },
  rules: [
    atLeastOneOf('2.5', 'description', 'url', 'external_id'),
    {
      rule: 'external_id',
      check(object, to) {
        const source = own(object, 'source_name');
        const form = typeof source === 'string' && Object.hasOwn(externalIds, source) ? externalIds[source] : undefined;
        const id = own(object, 'external_id');
        if (form === undefined || (typeof id === 'string' && form.test(id))) return;
        report(to, 'external_id', '2.5', `${shown(id)} is no identifier of ${shown(source)}.`, 'external_id');
      },
    },
  ],
});

/** Sections 4.1 and 4.19: where an identifier is of a form, its source goes by that name. */
export function namedBy(section: string, source: string, form: RegExp): CrossRule {
  return {
    rule: 'source_name',
    check(object, to) {
      const references = own(object, 'external_references');
      for (const [index, entry] of (isList(references) ? references : []).entries()) {
        if (!isObject(entry)) continue;
        const [id, name] = [own(entry, 'external_id'), own(entry, 'source_name')];
        if (typeof id !== 'string' || !form.test(id) || name === source) continue;
        to.at.push('external_references', index);
        report(to, 'source_name', section, `The source of ${shown(id)} is called ${source}.`, 'source_name');
        to.at.length -= 2;
      }
    },
  };
}

/** Section 2.3: keys in ASCII, at least one entry; what the values are, the property says. */
export function dictionaryOf(values?: Kind): Kind {
  return {
    name: 'dictionary',
    section: '2.3',
    check(value, to) {
      if (!isObject(value)) return wrongType(value, 'dictionary', '2.3', to);
      const keys = Object.keys(value);
      if (keys.length === 0)
        report(to, 'empty_dictionary', '2.3', 'A dictionary has at least one entry, or is left out.');
      for (const key of keys) {
        to.at.push(key);
        if (!/^[a-zA-Z0-9_-]{1,250}$/.test(key)) report(to, 'dictionary_key', '2.3', `This is no key: ${shown(key)}`);
        else values?.check(value[key] ?? null, to);
        to.at.pop();
      }
    },
  };
}

export const dictionary: Kind = dictionaryOf();

/** Values that are of any of the kinds. */
export function anyOf(section: string, ...kinds: Kind[]): Kind {
  const name = kinds.map((kind) => kind.name).join(' or ');
  return {
    name,
    section,
    check(value, to) {
      const fits = kinds.some((kind) => {
        const trial = { ...to, at: [], problems: [], maxProblems: 1 };
        kind.check(value, trial);
        return trial.problems.length === 0;
      });
      if (!fits) report(to, 'type', section, `This must be a ${name}.`);
    },
  };
}
