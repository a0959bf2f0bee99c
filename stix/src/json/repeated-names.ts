import { isList, isObject, type JsonValue } from './json.ts';

/** How many members the objects of a value have, all together. */
export function countMembers(value: JsonValue): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countMembers(item), 0);
  if (!isObject(value)) return 0;
  let count = 0;
  for (const part of Object.values(value)) count += 1 + (typeof part === 'object' ? countMembers(part) : 0);
  return count;
}

/** How many names a JSON text writes down: strings that a colon follows. More than its value has members: a name repeats. */
export function countNames(text: string): number {
  let count = 0;
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    quote = endOfString(text, quote);
    if (text.charCodeAt(afterSpace(text, quote + 1)) === COLON) count += 1;
  }
  return count;
}

/** The first name that an object of the text has twice. To be asked of a text that is JSON. */
export function firstRepeatedName(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === OPENING) open.push(new Set());
    else if (code === CLOSING) open.pop();
    else if (code === QUOTE) {
      const end = endOfString(text, at);
      if (text.charCodeAt(afterSpace(text, end + 1)) === COLON) {
        const name = JSON.parse(text.slice(at, end + 1)) as string;
        if (open.at(-1)?.has(name) === true) return name;
        open.at(-1)?.add(name);
      }
      at = end;
    }
  }
  return undefined;
}

const [QUOTE, BACKSLASH, COLON, OPENING, CLOSING] = [34, 92, 58, 123, 125];

/** The position of the quote that ends the string which begins at another. */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
  } while (end !== -1 && isEscaped(text, end));
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 0;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  for (
    let code = text.charCodeAt(at);
    code === 32 || code === 10 || code === 13 || code === 9;
    code = text.charCodeAt(at)
  )
    at += 1;
  return at;
}
