import type { Literal, Timestamp } from './ast.ts';
import type { Token } from './lexer.ts';
import { PatternSyntaxError } from './problem.ts';
import { nanosecondsOf } from './nanoseconds.ts';

/** What a quoted text stands for: \' and \\ are its only escapes (section 9.2). */
export const unquote = (text: string, token: Token): string => {
  const raw = text.slice(token.start + 1, token.end - 1);
  return raw.includes('\\') ? raw.replaceAll(/\\(['\\])/g, '$1') : raw;
};

const largest = 2n ** 63n;

function integer(text: string, token: Token): bigint {
  // A sign and 19 digits hold every integer of 64 bits; a longer one is not even converted, which takes quadratic time.
  const value = token.end - token.start <= 20 ? BigInt(text.slice(token.start, token.end).replace('+', '')) : largest;
  if (value >= largest || value < -largest) {
    throw new PatternSyntaxError('integer', token.start, 'An integer has at most 64 bits');
  }
  return value;
}

/** A number as written, without +, and with a digit before the point. */
export const plainNumber = (text: string): string => text.replace('+', '').replace(/^-?(?=\.)/, '$&0');

/** Each looks once for what does not belong: a form that takes the whole text in one match would need stack for a long one. */
const isHex = (text: string): boolean => text.length % 2 === 0 && !/[^0-9a-f]/i.test(text);
const isBase64 = (text: string): boolean =>
  text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ''));

/** The timestamp that a token stands for. Throws where there is no such day or time. */
export function timestampOf(text: string, token: Token): Timestamp {
  const value = text.slice(token.start + 2, token.end - 1);
  if (nanosecondsOf(value) === undefined) {
    throw new PatternSyntaxError(
      'timestamp',
      token.start,
      "A timestamp is t'YYYY-MM-DDThh:mm:ss[.s]Z', and in the calendar",
    );
  }
  return { kind: 'timestamp', value, at: token.start };
}

/** The literal that a token stands for, `undefined` where it is none. Throws where it is a malformed one. */
export function literalOf(text: string, token: Token): Literal | undefined {
  const at = token.start;
  const raw = (): string => text.slice(at, token.end);
  const quoted = (): string => text.slice(at + 2, token.end - 1);
  switch (token.kind) {
    case 'string':
      return { kind: 'string', value: unquote(text, token), at };
    case 'integer':
      return { kind: 'integer', value: integer(text, token), at };
    case 'float':
      return { kind: 'float', text: plainNumber(raw()), value: Number(raw()), at };
    case 'hex': {
      if (!isHex(quoted())) throw new PatternSyntaxError('hex', at, "h'...' holds pairs of hexadecimal digits");
      return { kind: 'hex', value: quoted().toLowerCase(), at };
    }
    case 'binary': {
      if (!isBase64(quoted())) throw new PatternSyntaxError('binary', at, "b'...' holds Base64 with its padding");
      return { kind: 'binary', value: quoted(), at };
    }
    case 'timestamp':
      return timestampOf(text, token);
    case 'word':
      return raw() === 'true' || raw() === 'false' ? { kind: 'boolean', value: raw() === 'true', at } : undefined;
    default:
      return undefined;
  }
}
