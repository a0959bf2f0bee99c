import { isObject, parseJson, printJson, validateObject, type JsonValue } from '@tocsin/stix';
import type { NewObject } from '#intelligence/index.ts';
import { AppError } from '#kernel/errors.ts';
import { objectsOfEnvelope } from '../envelope.ts';
import { refused, type Posted } from '../status.ts';

/** What was sent, read: objects to store, and at their places those that cannot be. */
export interface Sent {
  readonly objects: readonly NewObject[];
  /** By place: why it is refused, or undefined for those in `objects`, in their order. */
  readonly refusals: readonly (Posted | undefined)[];
}

/** Problems of one object that its status names. */
const mostNamed = 5;

/**
 * Reads the body of a POST. Throws `bad_request` for what is no JSON and `not_an_envelope` for what is no envelope, or holds
 * what cannot be kept (NUL, lone surrogates, endless nesting). An object that breaks a rule of STIX is refused alone.
 */
export function readEnvelope(body: Uint8Array, requestedAt: string): Sent {
  const parsed = parseJson(body);
  if (!parsed.ok) {
    const broken = parsed.reason === 'syntax' || parsed.reason === 'encoding';
    throw new AppError(broken ? 'bad_request' : 'not_an_envelope', {
      detail: broken ? 'The body is no JSON in UTF-8.' : `${parsed.path}: ${parsed.message}`,
    });
  }
  const envelope = objectsOfEnvelope(parsed.value);
  if ('problem' in envelope) throw new AppError('not_an_envelope', { detail: envelope.problem });
  const read = (envelope.objects as readonly JsonValue[]).map((value): NewObject | Posted => {
    const problems = validateObject(value, { maxProblems: mostNamed });
    if (problems.length === 0 && isObject(value)) return { body: printJson(value), value };
    const named = problems.map(
      ({ path, message, section }) => `${path === '' ? '/' : path}: ${message} (section ${section})`,
    );
    return refused(value, named.join(' '), requestedAt);
  });
  return {
    objects: read.flatMap((item) => ('body' in item ? [item] : [])),
    refusals: read.map((item) => ('body' in item ? undefined : item)),
  };
}

/** The outcome of every object that was sent, in order, from those of the objects that were stored. */
export function inOrder({ refusals }: Sent, stored: readonly Posted[]): Posted[] {
  const rest = stored.values();
  return refusals.flatMap((refusal) => refusal ?? rest.next().value ?? []);
}
