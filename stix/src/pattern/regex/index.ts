import { compileProgram, type Instruction } from './program.ts';
import { readExpression } from './read.ts';
import { RefusedExpression, type Expression, type Refusal } from './syntax.ts';

export { search, type Budget } from './search.ts';
export type { Refusal } from './syntax.ts';

export type CompiledExpression = { readonly program: readonly Instruction[] } | Refusal;

const isRefusal = (read: Expression | Refusal): read is Refusal => 'refused' in read;

/** What is wrong with a regular expression, if it is no expression of PCRE at all. One that we only do not run is right. */
export function invalidityOf(text: string): Refusal | undefined {
  const read = readExpression(text.normalize('NFC'));
  return isRefusal(read) && read.refused === 'invalid' ? read : undefined;
}

/** A regular expression made ready to search with, or why it is not run. */
export function compileExpression(text: string): CompiledExpression {
  const read = readExpression(text.normalize('NFC'));
  if (isRefusal(read)) return read;
  try {
    return { program: compileProgram(read) };
  } catch (error) {
    if (error instanceof RefusedExpression) return error.refusal;
    throw error;
  }
}
