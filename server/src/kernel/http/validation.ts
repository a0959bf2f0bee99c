import type { FastifySchemaCompiler } from 'fastify';
import { registerAjvFormats } from '@fastify/type-provider-typebox';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { AppError } from '../errors.ts';
import { namedMembers, readValues } from './query-values.ts';

// date-time, uuid and the others are checked by the code that ajv uses.
registerAjvFormats();

/** One thing wrong with a request: where, as part and JSON pointer (RFC 6901), and what. */
export interface RequestProblem {
  readonly in: 'body' | 'query' | 'path' | 'headers';
  readonly pointer: string;
  readonly problem: string;
}

const places = { body: 'body', querystring: 'query', params: 'path', headers: 'headers' } as const;
const mostProblems = 20;

/**
 * Compiles the schema of one part of a route's requests. Nothing is removed or repaired: a member that the schema does
 * not name is a problem, and only query and path, which are text, are read as numbers and booleans. The error is
 * `validation_failed` with the problems, at most 20 (TypeBox itself stops after eight).
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const place = places[isPart(httpPart) ? httpPart : 'body'];
  const textual = place === 'query' || place === 'path';
  const members = textual ? namedMembers(schema) : {};
  const check = Compile(schema);
  return (given: unknown) => {
    const value = textual ? readValues(members, given as Record<string, unknown>) : given;
    const unknown = textual ? Object.keys(value as object).filter((name) => !Object.hasOwn(members, name)) : [];
    if (unknown.length === 0 && check.Check(value)) return { value };
    const problems = [
      ...unknown.map((name) => ({ in: place, pointer: `/${escaped(name)}`, problem: 'there is no such parameter' })),
      ...problemsOf(check.Errors(value)).map((problem) => ({ in: place, ...problem })),
    ].slice(0, mostProblems);
    return { error: refusal(problems) };
  };
};

function isPart(part: string | undefined): part is keyof typeof places {
  return part !== undefined && Object.hasOwn(places, part);
}

function refusal(problems: RequestProblem[]): AppError {
  const [first] = problems;
  const where = first && (first.pointer === '' ? first.in : `${first.in} ${first.pointer}`);
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new AppError('validation_failed', { detail: first && `${where}: ${first.problem}${more}`, problems } as {
    detail: string;
  });
}

function problemsOf(errors: readonly TLocalizedValidationError[]): { pointer: string; problem: string }[] {
  return errors.flatMap((error) => {
    // The forbidden members follow one by one (keyword boolean), with a pointer each.
    if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') return [];
    if (error.keyword === 'boolean') return [{ pointer: error.instancePath, problem: 'there is no such member' }];
    if (error.keyword === 'required') {
      return error.params.requiredProperties.map((name) => ({
        pointer: `${error.instancePath}/${escaped(name)}`,
        problem: 'is missing',
      }));
    }
    return [{ pointer: error.instancePath, problem: error.message }];
  });
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
