import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decideEventAudience, type EventMatch, type EventSource } from './audience-of-event.ts';

interface Cell {
  tlp: EventSource['tlp'];
  distribution: EventSource['distribution'];
  kind: EventMatch['kind'];
  rule: EventMatch['rule'];
  standing: 'member' | 'invited' | 'suspended' | 'nation_suspended';
  named: boolean;
  owner: boolean;
}
type Row = { [K in keyof Cell]?: Cell[K][] } & { decision: string; allowed: boolean };
interface Vectors {
  dimensions: Record<keyof Cell, unknown[]>;
  rows: Row[];
}
const { dimensions, rows } = JSON.parse(
  readFileSync(new URL('../../../vectors/policy/event-audience.json', import.meta.url), 'utf8'),
) as Vectors;
const names = Object.keys(dimensions) as (keyof Cell)[];
const now = new Date('2026-01-01T12:00:00Z');
const matched = 2;

const cells = names.reduce<object[]>(
  (all, name) => all.flatMap((cell) => dimensions[name].map((value) => ({ ...cell, [name]: value }))),
  [{}],
) as Cell[];

test(`every one of ${cells.length} combinations meets exactly one row of the matrix, and is decided as it says`, () => {
  const wrong = cells.flatMap((cell) => {
    const fitting = rows.filter((row) =>
      names.every((name) => (row[name] as unknown[] | undefined)?.includes(cell[name]) ?? true),
    );
    const [reason] = decideEventAudience(sourceOf(cell), [matchOf(cell)], now);
    const [row] = fitting;
    const right = fitting.length === 1 && reason?.decision === row?.decision && reason?.allowed === row?.allowed;
    return right ? [] : [{ cell, fitting, reason }];
  });
  expect(wrong.slice(0, 3)).toEqual([]);
});

test('reasons keep the order of the matches, each judged by itself', () => {
  const source: EventSource = { org: 1, tlp: 'amber', distribution: 'concerned', recipients: [] };
  const provider = { org: 5, kind: 'isp', enrolment: 'enrolled', nationEnrolment: 'enrolled' } as const;
  expect(
    decideEventAudience(
      source,
      [
        { ...provider, rule: 'prefix', value: '192.0.2.0/24' },
        { ...provider, rule: 'nation', value: 'XX' },
      ],
      now,
    ),
  ).toEqual([
    { org: 5, rule: 'prefix', value: '192.0.2.0/24', decision: 'amber_concerned', allowed: true },
    { org: 5, rule: 'nation', value: 'XX', decision: 'default_deny', allowed: false },
  ]);
});

test('an org that the source names gets nothing that does not concern it', () => {
  expect(decideEventAudience({ org: 1, tlp: 'clear', distribution: 'named', recipients: [2] }, [], now)).toEqual([]);
});

function sourceOf({ tlp, distribution, named, owner }: Cell): EventSource {
  return { org: owner ? matched : 1, tlp, distribution, recipients: named ? [matched] : [] };
}

function matchOf({ kind, rule, standing }: Cell): EventMatch {
  const enrolment = standing === 'invited' || standing === 'suspended' ? standing : 'enrolled';
  const nationEnrolment = standing === 'nation_suspended' ? 'suspended' : 'invited';
  return { org: matched, kind, enrolment, nationEnrolment, rule, value: 'x' };
}
