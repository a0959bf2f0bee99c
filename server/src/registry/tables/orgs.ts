import { orgKinds, type Enrolment, type OrgKind } from '@tocsin/api';
import { lastOperator, orgProblems } from '../orgs/org-rules.ts';
import { emptyAsNull, readChoice, type TableFormat } from './format.ts';

const teams = ['national_csirt', 'government_csirt', 'other'] as const;
const enrolments = ['invited', 'enrolled', 'suspended'] as const;

export interface OrgRow {
  readonly handle: string;
  readonly name: string;
  readonly kind: OrgKind;
  readonly nation: string | null;
  readonly team: (typeof teams)[number] | null;
  readonly enrolment: Enrolment;
}

const isEnrolledOperator = ({ kind, enrolment }: OrgRow): boolean => kind === 'operator' && enrolment === 'enrolled';

export const orgsFormat: TableFormat<OrgRow> = {
  columns: ['handle', 'name', 'kind', 'nation', 'team', 'enrolment'],
  required: ['handle', 'name', 'kind'],

  write: ({ handle, name, kind, nation, team, enrolment }) => [handle, name, kind, nation ?? '', team ?? '', enrolment],

  read(cells, world) {
    const handle = cells('handle').trim();
    if (!/^[a-z0-9][a-z0-9-]{1,62}$/.test(handle))
      return { refusal: `"${handle}" is no handle: lower-case letters, digits and hyphens, 2 to 63` };
    const name = cells('name').trim();
    if (name === '' || name.length > 200) return { refusal: 'the name is empty or longer than 200 characters' };
    const kind = readChoice('kind', orgKinds, cells('kind'));
    if (typeof kind === 'object') return kind;
    const held = world.orgs.get(handle);
    if (held !== undefined && held.kind !== kind)
      return { refusal: `is of kind ${held.kind}, and a kind never changes` };
    const team = cells('team').trim() === '' ? null : readChoice('team', teams, cells('team'));
    if (team !== null && typeof team === 'object') return team;
    const enrolment = readChoice('enrolment', enrolments, cells('enrolment') || 'invited');
    if (typeof enrolment === 'object') return enrolment;
    const row: OrgRow = {
      handle,
      name,
      kind,
      nation: emptyAsNull(cells('nation').trim().toUpperCase()),
      team,
      enrolment,
    };
    const [problem] = orgProblems(row, world.nations);
    return problem === undefined ? row : { refusal: problem.problem };
  },

  key: ({ handle }) => handle,

  settle(added, standing) {
    const changed = new Set(added.map(({ handle }) => handle));
    const after = [...standing.filter(({ handle }) => !changed.has(handle)), ...added];
    if (!standing.some(isEnrolledOperator) || after.some(isEnrolledOperator)) return new Map();
    const handles = new Set(standing.filter(isEnrolledOperator).map(({ handle }) => handle));
    return new Map(added.filter(({ handle }) => handles.has(handle)).map((row) => [row, lastOperator]));
  },
};
