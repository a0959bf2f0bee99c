/**
 * Something the person who starts or maintains the programme has to put right: a wrong role, a full disk, a second
 * server. Its message says what is wrong and what to do; a command prints it alone, without a stack, and exits.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
