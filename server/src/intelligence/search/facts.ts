import { isList, isObject, nameOf, printJson, tlpOf, type JsonObject, type JsonValue, type Tlp } from '@tocsin/stix';
import { scoreOf, type DecayingScore } from '../decay/base-score.ts';
import { digestOf } from './canonical.ts';
import { externalIds, valuesOf } from './values.ts';
import { facetLexeme, quoted, wordsOf } from './words.ts';

/** What of an object is looked for: nothing that depends on who looks. */
export interface SearchFacts {
  /** As the text of a tsvector; names weigh A, values and labels B, the rest D. */
  readonly words: string;
  /** The strictest TLP constant that marks it as a whole. */
  readonly tlp: Tlp | null;
  /** UUID of the identity that created it. */
  readonly creator: string | null;
  readonly labels: readonly string[];
  readonly nations: readonly string[];
  /** ATT&CK techniques that it names: `T1059.001`. */
  readonly techniques: readonly string[];
  readonly actors: readonly string[];
  /** `modified`, else `created`. */
  readonly at: string | null;
  readonly score: DecayingScore | null;
  readonly values: readonly { readonly digest: string; readonly exact: boolean }[];
}

/** Country of a value by where it lies: an address by IP data, a name by its top-level domain. */
export type CountryOf = (value: string) => string | undefined;

const mostWords = 4000;
const mostOfAFacet = 200;
const actorTypes = new Set(['threat-actor', 'intrusion-set', 'campaign']);
const technique = /^TA?\d{4}(\.\d{3})?$/;

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
const texts = (value: JsonValue | undefined): string[] =>
  isList(value) ? value.filter((item) => typeof item === 'string').map((item) => item.slice(0, 200)) : [];

/** Reads the facts of an object, of which only what every member of its audience may read is handed in. */
export function searchFacts(object: JsonObject, countryOf: CountryOf = () => undefined): SearchFacts {
  const type = text(object['type']);
  const values = valuesOf(object);
  const ids = externalIds(object);
  const names = [
    nameOf(object),
    text(object['name']),
    ...texts(object['aliases']),
    ...texts(object['x_mitre_aliases']),
    ...ids,
  ];
  const labels = [...new Set([...texts(object['labels']), ...kindsOf(object)])].slice(0, mostOfAFacet);
  const techniques = [...new Set([...ids, ...labels].filter((id) => technique.test(id)))];
  const actors = actorTypes.has(type)
    ? [...new Set([text(object['name']), ...texts(object['aliases'])])].filter((name) => name !== '')
    : [];
  const facts = {
    tlp: tlpOf(object) ?? null,
    creator: /--([0-9a-f-]{36})$/.exec(text(object['created_by_ref']))?.[1] ?? null,
    labels,
    nations: nationsOf(object, values, countryOf),
    techniques,
    actors: actors.slice(0, mostOfAFacet),
    at: text(object['modified']) || text(object['created']) || null,
    score: scoreOf(object),
    values: values.map(({ value, exact }) => ({ digest: digestOf(value), exact })),
  };
  return { ...facts, words: vectorOf(object, type, names, values, facts) };
}

/** Words by which a type says what kind of thing it is: `indicator_types`, `malware_types`, `threat_actor_types` … */
function kindsOf(object: JsonObject): string[] {
  return Object.keys(object).flatMap((name) => (name.endsWith('_types') ? texts(object[name]) : []));
}

function nationsOf(object: JsonObject, values: readonly { readonly value: string }[], countryOf: CountryOf): string[] {
  const country = object['type'] === 'location' ? text(object['country']).toUpperCase() : '';
  const lies = values.slice(0, mostOfAFacet).flatMap(({ value }) => countryOf(value) ?? []);
  return [...new Set([...(/^[A-Z]{2}$/.test(country) ? [country] : []), ...lies])].slice(0, mostOfAFacet);
}

function vectorOf(
  object: JsonObject,
  type: string,
  names: readonly string[],
  values: readonly { readonly value: string }[],
  { tlp, creator, labels, nations, techniques, actors }: Omit<SearchFacts, 'words'>,
): string {
  const words = new Map<string, string>();
  const put = (word: string, weight: string): void => {
    if (word !== '' && !words.has(word) && words.size < mostWords) words.set(word, weight);
  };
  const facets = (name: Parameters<typeof facetLexeme>[0], given: readonly string[]): void => {
    for (const value of given) put(facetLexeme(name, value), 'D');
  };
  facets('type', [type]);
  facets('tlp', [tlp ?? 'none']);
  facets('creator', creator === null ? [] : [creator]);
  facets('label', labels);
  facets('nation', nations);
  facets('technique', techniques);
  facets('actor', actors);
  for (const name of names) for (const word of wordsOf(name)) put(word, 'A');
  for (const { value } of values) {
    put(value.slice(0, 200), 'B');
    for (const word of wordsOf(value)) put(word, 'B');
  }
  for (const label of labels) for (const word of wordsOf(label)) put(word, 'B');
  for (const rest of restOf(object)) for (const word of wordsOf(rest)) put(word, 'D');
  return [...words].map(([word, weight]) => `${quoted(word)}:1${weight}`).join(' ');
}

/** Every other text of the object, references to other objects left out; nested to any depth that an object may have. */
function* restOf(value: JsonValue, key = ''): Generator<string> {
  if (typeof value === 'string') {
    if (!skipped.test(key)) yield value;
  } else if (isList(value)) for (const item of value) yield* restOf(item, key);
  else if (isObject(value)) for (const [name, part] of Object.entries(value)) yield* restOf(part, name);
  else if (typeof value === 'number' && key !== 'confidence') yield printJson(value);
}
const skipped = /^(id|type|spec_version|created|modified|pattern_type|.*_refs?|valid_from|valid_until|payload_bin)$/;
