import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Cleared } from './cleared.ts';
import { decide, sharingRules, type SharingRule } from './decide.ts';
import type { ObjectFacts, Viewer } from './facts.ts';

interface Vectors {
  defaults: { object: ObjectFacts; viewer: Viewer };
  cases: { name: string; object: Record<string, unknown>; viewer: Record<string, unknown>; expect: SharingRule }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/policy/objects.json', import.meta.url), 'utf8'),
) as Vectors;
const noon = new Date('2026-01-01T12:00:00Z');

function merged(base: object, change: Record<string, unknown>): object {
  const nested = (value: unknown): value is Record<string, unknown> => value?.constructor === Object;
  return Object.fromEntries(
    Object.entries({ ...base, ...change }).map(([key, value]) => {
      const before = (base as Record<string, unknown>)[key];
      if (nested(before) && nested(value)) return [key, merged(before, value)];
      return [key, typeof value === 'string' && /^\d{4}-.*Z$/.test(value) ? new Date(value) : value];
    }),
  );
}

describe('objects (vectors/policy/objects.json)', () => {
  test.each(vectors.cases)('$name: $expect', ({ object, viewer, expect: rule }) => {
    const facts = merged(vectors.defaults.object, object) as ObjectFacts;
    const decision = decide({ facts, body: 'body' }, merged(vectors.defaults.viewer, viewer) as Viewer, noon);
    expect(decision).toEqual(sharingRules[rule] ? { allow: true, rule, cleared: 'body' } : { allow: false, rule });
  });

  test('every rule decides some case', () => {
    // The operator sees as the programme only what was routed.
    const decided = new Set([...vectors.cases.map((each) => each.expect), 'programme']);
    expect(Object.keys(sharingRules).filter((rule) => !decided.has(rule))).toEqual([]);
  });
});

describe('events after their receipt', () => {
  const facts = {
    routed: [
      { org: 2, decision: 'default_deny', allowed: false },
      { org: 2, decision: 'amber_concerned', allowed: true },
      { org: 3, decision: 'default_deny', allowed: false },
    ],
  };
  const viewer = (id: number, change: object = {}): Viewer => ({
    org: { id, kind: 'government', nation: 'XX', enrolment: 'enrolled', ...change },
    channel: 'stream',
    assurance: 'token',
  });

  test.each<[string, Viewer, string, boolean]>([
    ['the org that it was routed to, under the recorded rule', viewer(2), 'amber_concerned', true],
    ['an org that matched and was refused', viewer(3), 'default_deny', false],
    ['an org that did not match', viewer(4), 'default_deny', false],
    ['a recipient that was suspended since', viewer(2, { enrolment: 'suspended' }), 'suspended', false],
    ['the operator', viewer(9, { kind: 'operator' }), 'programme', true],
    ['a suspended operator', viewer(9, { kind: 'operator', enrolment: 'suspended' }), 'suspended', false],
    ['the public', { org: null, channel: 'api', assurance: 'none' }, 'default_deny', false],
  ])('%s', (_, who, rule, allow) => {
    expect(decide({ facts, body: 1 }, who, noon)).toMatchObject({ rule, allow });
  });
});

test('only decide() makes something cleared', () => {
  const sink = (body: Cleared<{ text: string }>) => body.text;
  // @ts-expect-error A body that nobody decided on.
  sink({ text: 'leak' });
  const decision = decide(
    { facts: { routed: [] }, body: { text: 'leak' } },
    { org: null, channel: 'api', assurance: 'none' },
    noon,
  );
  // @ts-expect-error A decision that nobody looked at.
  expect(decision.cleared).toBeUndefined();
});
