import { expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { createLog, describeError, scrub } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  let line = '';
  write(createLog({ logLevel: 'info' }, { write: (text) => void (line += text) }));
  return JSON.parse(line) as Record<string, unknown>;
}

test('an entry has level, time, message, and neither host name nor process id', () => {
  const entry = logged((log) => log.info({ route: '/api/items' }, 'request'));
  expect(Object.keys(entry).sort()).toEqual(['level', 'msg', 'route', 'time']);
  expect(entry).toMatchObject({ level: 'info', msg: 'request' });
});

test('fields that may hold personal data or secrets are withheld, also one level down', () => {
  const entry = logged((log) =>
    log.info({ ip: '192.0.2.1', token: 'x', headers: { cookie: 'y' }, source: { email: 'a@example.org' } }),
  );
  expect(JSON.stringify(entry)).not.toMatch(/192\.0\.2\.1|"x"|"y"|a@example/);
  expect(entry.source).toEqual({ email: '(withheld)' });
});

test('of an error the log keeps type, message, code, stack and causes, and nothing that libraries attach', () => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint "org_handle_key"'), {
    code: '23505',
    detail: 'Key (email)=(person@example.org) already exists.',
  });
  const entry = describeError(new AppError('conflict', { detail: 'Taken.' }, { cause }));
  expect(entry).toMatchObject({
    type: 'AppError',
    message: 'Taken.',
    code: 'conflict',
    cause: { code: '23505', message: 'duplicate key value violates unique constraint "…"' },
  });
  expect(entry.stack).toMatch(/^\s+at /);
  expect(JSON.stringify(entry)).not.toContain('person@');
});

test('what was thrown and is no error is told as well', () => {
  expect(describeError('lost')).toEqual({ type: 'string', message: 'lost' });
});

test.each([
  ['connect ECONNREFUSED 192.0.2.7:5432', 'connect ECONNREFUSED (address):5432'],
  ['from 2001:db8::7 to ::1', 'from (address) to ::1'],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
  ['mail to first.last+tag@mail.example.org failed', 'mail to (mail address) failed'],
  ['at 2030-01-01T10:20:30Z, version 1.2.3', 'at 2030-01-01T10:20:30Z, version 1.2.3'],
  ['std::vector, 10:20:30', 'std::vector, 10:20:30'],
])('%s', (text, expected) => expect(scrub(text)).toBe(expected));
