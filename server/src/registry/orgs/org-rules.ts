import type { OrgKind } from '@tocsin/api';
import type { Problem } from '../nations/nation-rules.ts';

interface OrgValues {
  readonly kind: OrgKind;
  readonly nation: string | null;
  readonly team: string | null;
}

/** What is wrong with an organisation, beyond its schema. `nations`: the codes that the programme knows. */
export function orgProblems({ kind, nation, team }: OrgValues, nations: ReadonlySet<string>): Problem[] {
  const problems: [pointer: string, problem: string][] = [];
  if (nation !== null && !nations.has(nation)) problems.push(['/nation', `"${nation}" is no nation of this programme`]);
  if (kind === 'government' && nation === null) problems.push(['/nation', 'a government team needs its nation']);
  if (team !== null && kind !== 'government')
    problems.push(['/team', 'only an organisation of kind government is a team']);
  return problems.map(([pointer, problem]) => ({ in: 'body', pointer, problem }));
}

/** Suspending it would leave nobody who could take that back. */
export const lastOperator = 'is the last enrolled operator: enrol another one first';
