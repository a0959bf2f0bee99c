import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderErrorsPage, errorCatalogue } from './error-catalogue.ts';
import { AppError, toAppError, toProblem, type ErrorCode } from './errors.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

test('docs/errors.md is the catalogue: node scripts/generate-docs.ts', () => {
  expect(page).toBe(renderErrorsPage());
});

test('the page documents every code, and no other', () => {
  const documented = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual(Object.keys(errorCatalogue).sort());
});

test.each(Object.entries(errorCatalogue))('%s is a snake_case code with status, sentence and remedy', (code, entry) => {
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(entry.status).toBeGreaterThanOrEqual(400);
  expect(entry.status).toBeLessThan(600);
  expect(entry.title).not.toMatch(/\.$/);
  expect(entry.meaning).toMatch(/\.$/);
  expect(entry.remedy).toMatch(/\.$/);
});

test('a problem carries code, instance, detail and extensions, which cannot replace the standard members', () => {
  const error = new AppError('gone_cursor', { detail: 'Epoch 3 has ended.', resync: '/api/events', status: 200 });
  expect(toProblem(error, 'req-1')).toEqual({
    type: '/errors/gone_cursor',
    title: 'The cursor is too old',
    status: 410,
    detail: 'Epoch 3 has ended.',
    instance: 'req-1',
    code: 'gone_cursor',
    resync: '/api/events',
  });
});

test('retryAfter is sent as a header in whole seconds', () => {
  expect(new AppError('busy', { retryAfter: 0.2 }).headers).toEqual({ 'retry-after': '1' });
});

test('an unexpected error tells the caller nothing of its text', () => {
  const problem = toProblem(new Error('password=hunter2'), 'req-2');
  expect(problem.code).toBe('internal');
  expect(JSON.stringify(problem)).not.toContain('hunter2');
});

test.each<[object, ErrorCode]>([
  [{ code: '53100' }, 'disk_full'],
  [{ code: '57P01' }, 'database_unavailable'],
  [{ code: '08006' }, 'database_unavailable'],
  [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'database_unavailable'],
  [{ code: 'ECONNRESET', syscall: 'read' }, 'database_unavailable'],
  [{ code: 'ENOENT', syscall: 'open' }, 'internal'],
  [{ code: '23505' }, 'internal'],
  [{ code: '22003', message: 'value "3000000000" is out of range for type integer' }, 'validation_failed'],
  [{ code: '22003', message: 'integer out of range' }, 'internal'],
  [{ code: '22P02', message: 'invalid input syntax for type bigint: "1e+21"' }, 'validation_failed'],
  [{ code: '22P02', message: 'invalid input syntax for type json' }, 'internal'],
  [{ code: '22021' }, 'validation_failed'],
  [{ message: 'Client has encountered a connection error and is not queryable' }, 'database_unavailable'],
])('%o is told as %s', (properties, code) => {
  const cause = Object.assign(new Error('from below'), properties);
  expect(toAppError(cause)).toMatchObject({ code, cause });
});

test('a name whose addresses all refuse is told as its addresses are', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' });
  expect(toAppError(new AggregateError([refused, refused]))).toMatchObject({ code: 'database_unavailable' });
});
