import { ApiError } from '@tocsin/api';

/** A mistake of the person at the command line: told in one line, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Detail {
  readonly pointer: string;
  readonly text: string;
}

/** What went wrong, in words: a refusal of the server with every problem it lists, or the message of any other error. */
export function describeError(error: unknown): string {
  if (error instanceof ApiError) {
    const { title, detail, code, instance } = error.problem;
    const head = detail === undefined ? `${title}.` : `${title}: ${detail}`;
    const lines = detailsOf(error.problem).map(
      ({ pointer, text }) => `  ${pointer === '' ? '' : `${pointer}: `}${text}`,
    );
    const request = instance === undefined ? '' : `, request ${instance}`;
    return [head, ...lines, `(${code}${request})`].join('\n');
  }
  if (error instanceof UsageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The server lists problems as {pointer, problem}; RFC 9457's own example as {pointer, message} or {pointer, detail}. */
function detailsOf(problem: object): Detail[] {
  const lists = ['problems', 'errors'].map((name) => (problem as Record<string, unknown>)[name]);
  const items = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  if (items.length < 2) return [];
  return items.flatMap((item) => {
    if (typeof item !== 'object' || item === null) return [];
    const { pointer, problem: text, message, detail } = item as Record<string, unknown>;
    const words = [text, message, detail].find((each) => typeof each === 'string');
    return typeof words === 'string' ? [{ pointer: typeof pointer === 'string' ? pointer : '', text: words }] : [];
  });
}
