import { expect, test } from 'vitest';
import { orgProblems } from './org-rules.ts';

const nations = new Set(['PL']);
const pointersOf = (values: Parameters<typeof orgProblems>[0]) =>
  orgProblems(values, nations).map(({ pointer }) => pointer);

test.each([
  [{ kind: 'government', nation: 'PL', team: 'national_csirt' }, []],
  [{ kind: 'isp', nation: null, team: null }, []],
  [{ kind: 'government', nation: null, team: null }, ['/nation']],
  [{ kind: 'isp', nation: 'US', team: 'other' }, ['/nation', '/team']],
] as const)('%j: problems at %j', (values, pointers) => expect(pointersOf(values)).toEqual(pointers));
