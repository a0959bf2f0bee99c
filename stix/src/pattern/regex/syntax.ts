/** Whether one character, as a code point, belongs to a set. */
export type CharacterTest = (code: number) => boolean;

/** A place between characters that must be of a kind; takes no character. */
export type Anchor = 'start' | 'line_start' | 'end' | 'final_end' | 'line_end' | 'boundary' | 'no_boundary';

/**
 * The part of PCRE that a machine without memory can run: what a regular expression says, without what it captures. `max` is
 * `undefined` where there is no limit.
 */
export type Expression =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly options: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly part: Expression; readonly min: number; readonly max: number | undefined };

/**
 * `invalid`: no regular expression of PCRE. `unsupported`: one, but with what cannot be run in linear time (references to
 * groups, look-around, atomic groups, recursion), or larger than we run.
 */
export interface Refusal {
  readonly refused: 'invalid' | 'unsupported';
  readonly offset: number;
  readonly message: string;
}

/** Ends the reading of an expression; never leaves this folder. */
export class RefusedExpression extends Error {
  readonly refusal: Refusal;

  constructor(refused: Refusal['refused'], offset: number, message: string) {
    super(message);
    this.refusal = { refused, offset, message };
  }
}

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
}

/** A place in the text of an expression, and what counts there. */
export interface Reader {
  readonly text: string;
  at: number;
  flags: Flags;
  depth: number;
}

export function invalid(offset: number, message: string): never {
  throw new RefusedExpression('invalid', offset, message);
}

export function unsupported(offset: number, message: string): never {
  throw new RefusedExpression('unsupported', offset, message);
}

/** The code point at hand, stepped over. */
export function takeCharacter(reader: Reader): number {
  const code = reader.text.codePointAt(reader.at) ?? invalid(reader.at, 'The expression ends too early');
  reader.at += code > 0xffff ? 2 : 1;
  return code;
}

export function skip(reader: Reader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}
