import type { Literal, Timestamp } from './ast.ts';
import type { Token } from './lexer.ts';
import { PatternSyntaxError } from './problem.ts';
import { instantOf } from './instant.ts';

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

const hexPairs = /^(?:[0-9A-Fa-f]{2})*$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The timestamp that a token stands for. Throws where there is no such day or time. */
export function timestampOf(text: string, token: Token): Timestamp {
  const value = text.slice(token.start + 2, token.end - 1);
  if (instantOf(value) === undefined) {
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
      return { kind: 'float', text: raw(), value: Number(raw()), at };
    case 'hex': {
      if (!hexPairs.test(quoted())) throw new PatternSyntaxError('hex', at, "h'...' holds pairs of hexadecimal digits");
      return { kind: 'hex', value: quoted().toLowerCase(), at };
    }
    case 'binary': {
      if (!base64.test(quoted())) throw new PatternSyntaxError('binary', at, "b'...' holds Base64 with its padding");
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
