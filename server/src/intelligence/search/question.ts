import type { ObjectSearch } from '@tocsin/api';
import { canonicalValue } from './canonical.ts';
import { facetLexeme, folded, quoted, wordsOf, type FacetName } from './words.ts';

/** What somebody looks for, as the index takes it. */
export interface Question {
  /** A tsquery; null: any words. */
  readonly words: string | null;
  /** The words of it that make one hit more relevant than another: all but those that must not be there. */
  readonly ranked: string | null;
  /** UUIDs of STIX ids that were typed. */
  readonly uuids: readonly string[] | null;
}

const mostTerms = 50;
const stixId = /^[a-z][a-z0-9-]{0,249}--([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/**
 * What was typed, and filters by facet. Every word must be there; `word*` is any that begins so, `*.example.org` any name below,
 * `-word` must not be there, "several words" are looked for as words; an identifier is itself. Indicators may be defanged.
 * Gives a refusal in words for a star where none can stand.
 */
export function readQuestion(filter: ObjectSearch, without?: FacetName): Question | { readonly refusal: string } {
  const terms: string[] = [];
  const uuids: string[] = [];
  for (const part of partsOf(filter.q ?? '')) {
    const id = stixId.exec(part.toLowerCase())?.[1];
    if (id !== undefined) uuids.push(id);
    else {
      const read = readPart(part);
      if (typeof read !== 'string') return read;
      if (read !== '') terms.push(read);
    }
  }
  const wanted = terms.filter((term) => !term.startsWith('!'));
  if (terms.length > mostTerms) return { refusal: `has more than ${mostTerms} words` };
  const { type, tlp, creator, label, nation, technique, actor } = filter;
  const facets = { type, tlp, creator, label, nation, technique, actor };
  for (const name of Object.keys(facets) as FacetName[]) {
    const chosen = listOf(facets[name]);
    if (name === without || chosen.length === 0) continue;
    terms.push(`(${chosen.map((value) => quoted(facetLexeme(name, value))).join('|')})`);
  }
  return {
    words: terms.length === 0 ? null : terms.join('&'),
    ranked: wanted.length === 0 ? null : wanted.join('|'),
    uuids: uuids.length === 0 ? null : uuids,
  };
}

/** Values of one filter: separated by commas, or by lines where a value has commas of its own. */
export function listOf(given: string | undefined): string[] {
  return (given ?? '')
    .split(given?.includes('\n') === true ? '\n' : ',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, 100);
}

/** Words as typed; what stands in quotes is one part. */
function partsOf(text: string): string[] {
  return [...text.matchAll(/-?"[^"]*"|[^\s"]+/g)].map(([part]) => part.replaceAll('"', ''));
}

function readPart(given: string): string | { readonly refusal: string } {
  const not = given.startsWith('-') && given.length > 1;
  const part = not ? given.slice(1) : given;
  const below = part.startsWith('*.') ? part.slice(2) : part;
  const begins = below.endsWith('*');
  const plain = begins ? below.slice(0, -1) : below;
  if (plain.includes('*'))
    return { refusal: `${given}: a star stands at the end of a word, or before the dot of a name` };
  const value = canonicalValue(plain);
  if (value === '') return '';
  const found = begins ? prefixTerm(value) : wholeTerm(value);
  return found === '' ? '' : not ? `!(${found})` : found;
}

/** The value as it is, or its words, whichever is there. */
function wholeTerm(value: string): string {
  const words = [...new Set(wordsOf(value))];
  const [first, ...parts] = words;
  const exact = quoted(folded(value).slice(0, 200));
  if (first === undefined) return exact;
  if (first === folded(value)) return exact;
  return `(${exact}|(${[first, ...parts].map(quoted).join('&')}))`;
}

function prefixTerm(value: string): string {
  const word = folded(value).slice(0, 200);
  return `${quoted(word)}:*`;
}
