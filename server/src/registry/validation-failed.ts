import { AppError } from '#kernel/errors.ts';
import type { Problem } from './nations/nation-rules.ts';

/** `validation_failed` with every problem and its JSON pointer, the first one told in words. */
export function validationFailed(problems: readonly Problem[]): AppError {
  const [first] = problems;
  const detail = first === undefined ? 'The values do not fit.' : `body ${first.pointer}: ${first.problem}`;
  return new AppError('validation_failed', { detail, problems });
}
