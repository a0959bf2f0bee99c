/** Words in Unicode, with what may stand within one: `cozy-bear`, `t1059.001`, `c2.example.org`, `evil_dll.exe`. */
const compound = /[\p{L}\p{N}]+(?:[._\-+@'][\p{L}\p{N}]+)*/gu;
const longestWord = 200;

/** Text as it is compared: without case, width and accents. */
export function folded(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  return /^[\x00-\x7f]*$/.test(lower)
    ? lower
    : lower
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .normalize('NFC');
}

/**
 * The words of a text by which it is found: each as it stands, its parts, and of names with dots what follows each dot, so
 * that `example.org` finds `c2.example.org`.
 */
export function* wordsOf(text: string): Generator<string> {
  for (const [word] of folded(text).matchAll(compound)) {
    if (word.length > longestWord) continue;
    yield word;
    if (!/[^\p{L}\p{N}]/u.test(word)) continue;
    yield* word.split(/[._\-+@']/);
    for (let dot = word.indexOf('.'); dot > 0; dot = word.indexOf('.', dot + 1)) yield word.slice(dot + 1);
  }
}

/** Facets stand among the words as lexemes that no text has, so that one index serves both. */
export type FacetName = 'type' | 'tlp' | 'creator' | 'label' | 'nation' | 'technique' | 'actor';
export const facetLexeme = (name: FacetName, value: string): string =>
  `=${name}:${folded(value).slice(0, longestWord)}`;

/** A lexeme as tsvector and tsquery read it. */
export const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
