import { invalid, skip, unsupported, type Flags, type Reader } from './syntax.ts';

const flagNames: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'extended',
};

/** (?i), (?-s), (?i:...), (?^...): sets what counts from here on; says whether a group follows. */
function readFlags(reader: Reader, open: number): 'flags' | 'group' {
  let on = true;
  let flags = reader.flags;
  if (skip(reader, '^')) flags = { ignoreCase: false, multiline: false, dotAll: false, extended: false };
  for (;;) {
    const letter = reader.text[reader.at];
    reader.at += 1;
    if (letter === ')' || letter === ':') {
      reader.flags = flags;
      return letter === ')' ? 'flags' : 'group';
    }
    if (letter === '-') on = false;
    else if (letter !== undefined && Object.hasOwn(flagNames, letter)) {
      flags = { ...flags, [flagNames[letter] as keyof Flags]: on };
    } else if (letter !== undefined && /[JUna]/.test(letter)) unsupported(open, `The option ${letter} is not run here`);
    else invalid(open, 'This (? begins nothing that is known');
  }
}

const name = /(?:P?<|')([A-Za-z_]\w{0,127})[>']/y;

/** Steps over what opens a group, the parenthesis itself stepped over already; says what it is. */
export function readGroupHead(reader: Reader): 'group' | 'flags' | 'comment' {
  const open = reader.at - 1;
  if (reader.text[reader.at] === '*' && /[A-Za-z:]/.test(reader.text[reader.at + 1] ?? '')) {
    unsupported(open, 'Verbs, (*...), are not run here');
  }
  if (!skip(reader, '?')) return 'group';
  if (skip(reader, '#')) {
    const end = reader.text.indexOf(')', reader.at);
    if (end === -1) invalid(open, 'This comment has no )');
    reader.at = end + 1;
    return 'comment';
  }
  if (/^(?:[=!>|(+&R\dC]|<[=!]|P[=>]|-\d)/.test(reader.text.slice(reader.at, reader.at + 2))) {
    unsupported(open, 'Look-around, atomic and conditional groups, and recursion take more than linear time');
  }
  name.lastIndex = reader.at;
  const named = name.exec(reader.text);
  if (named) {
    reader.at += named[0].length;
    return 'group';
  }
  return readFlags(reader, open);
}
