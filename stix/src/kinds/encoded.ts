import { isObject } from '../json/json.ts';
import { canBeHash } from '../pattern/hash-form.ts';
import { report, shown } from '../problem.ts';
import { textKind, wrongType, type Kind } from './kind.ts';

/** Base64 with padding (RFC 4648 section 4), by one pass: an expression with groups would recurse over large payloads. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  let end = text.length;
  for (let padding = 0; padding < 2 && end > 0 && text.charCodeAt(end - 1) === 61; padding += 1) end -= 1;
  return /^[A-Za-z0-9+/]*$/.test(end === text.length ? text : text.slice(0, end));
}

export const binary: Kind = textKind('binary', '2.1', isBase64, 'This is not base64');

export const hex: Kind = textKind(
  'hex',
  '2.8',
  (text) => text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text),
  'This is not an even number of hexadecimal digits',
);

/** Sections 2.7 and 10.8: algorithms by name; the values of those that we know have their form. */
export const hashes: Kind = {
  name: 'hashes',
  section: '2.7',
  check(value, to) {
    if (!isObject(value)) return wrongType(value, 'dictionary of hashes', '2.7', to);
    const algorithms = Object.keys(value);
    if (algorithms.length === 0) report(to, 'empty_dictionary', '2.7', 'At least one hash is required, or none named.');
    for (const algorithm of algorithms) {
      const hash = value[algorithm] ?? null;
      to.at.push(algorithm);
      if (!/^[a-zA-Z0-9_-]{3,250}$/.test(algorithm)) {
        report(to, 'hash_algorithm', '2.7', `This cannot name an algorithm: ${shown(algorithm)}`);
      } else if (typeof hash !== 'string') wrongType(hash, 'string', '2.7', to);
      else if (!canBeHash(algorithm, hash))
        report(to, 'hash', '2.7', `This is no hash by ${algorithm}: ${shown(hash)}`);
      to.at.pop();
    }
  },
};
