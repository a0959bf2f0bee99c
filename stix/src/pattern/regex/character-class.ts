import { any, inRanges, not, posixSets, withoutCase } from './characters.ts';
import { readEscape } from './escape.ts';
import { invalid, skip, takeCharacter, unsupported, type CharacterTest, type Reader } from './syntax.ts';

function readPosix(reader: Reader): CharacterTest | undefined {
  // The longest name has six letters: looking further at each [: would take quadratic time.
  const ahead = reader.text.slice(reader.at + 2, reader.at + 12);
  const length = ahead.indexOf(':]');
  const name = length === -1 ? '' : ahead.slice(0, length);
  const plain = name.replace('^', '');
  if (!Object.hasOwn(posixSets, plain)) return undefined;
  reader.at += length + 4;
  const set = posixSets[plain] as CharacterTest;
  return name.startsWith('^') ? not(set) : set;
}

/** A set, or one character, which may begin or end a range. */
type Item = { readonly set: CharacterTest } | { readonly character: number };

function readItem(reader: Reader): Item {
  if (reader.text.startsWith('[:', reader.at)) {
    const set = readPosix(reader);
    if (set) return { set };
  }
  if (!skip(reader, '\\')) return { character: takeCharacter(reader) };
  const { set, character } = readEscape(reader, true);
  return character === undefined ? { set } : { character };
}

/** A class tests a character against its ranges by halving, and against each set that it names. */
const mostSets = 20;

/** [...], the opening bracket stepped over already. */
export function readClass(reader: Reader): CharacterTest {
  const open = reader.at - 1;
  const negated = skip(reader, '^');
  const sets = new Set<CharacterTest>();
  const ranges: [number, number][] = [];
  const add = (item: Item): void => {
    if ('set' in item) sets.add(item.set);
    else ranges.push([item.character, item.character]);
  };
  // A ] that comes first is a character.
  for (let first = true; first || !skip(reader, ']'); first = false) {
    const offset = reader.at;
    if (offset >= reader.text.length) invalid(open, 'This [ has no ]');
    const item = readItem(reader);
    const next = reader.text[reader.at + 1];
    if ('set' in item || reader.text[reader.at] !== '-' || next === ']' || next === undefined) {
      add(item);
      continue;
    }
    reader.at += 1;
    const last = readItem(reader);
    if ('set' in last) {
      add(item);
      add({ character: 0x2d });
      add(last);
    } else if (last.character < item.character) invalid(offset, 'A range runs upwards');
    else ranges.push([item.character, last.character]);
  }
  if (sets.size > mostSets) unsupported(open, `A class names at most ${mostSets} sets`);
  const set = any(inRanges(ranges), ...sets);
  const folded = reader.flags.ignoreCase ? withoutCase(set) : set;
  return negated ? not(folded) : folded;
}
