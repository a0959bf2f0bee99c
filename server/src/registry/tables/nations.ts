import type { Basis, Enrolment } from '@tocsin/api';
import type { Static } from 'typebox';
import { nationProblems } from '../nations/nation-rules.ts';
import { readChoice, readWords, type TableFormat } from './format.ts';

export interface NationRow {
  readonly code: string;
  readonly name: string;
  readonly basis: Static<typeof Basis>;
  readonly enrolment: Enrolment;
  readonly languages: readonly string[];
  readonly timeZone: string;
  readonly domains: readonly string[];
}

const bases = ['eu', 'accession', 'efta', 'uk', 'monaco', 'vatican'] as const;
const enrolments = ['invited', 'enrolled', 'suspended'] as const;

export const nationsFormat: TableFormat<NationRow> = {
  columns: ['code', 'name', 'basis', 'enrolment', 'languages', 'time_zone', 'domains'],
  required: ['code', 'name', 'basis', 'languages', 'time_zone', 'domains'],

  write: ({ code, name, basis, enrolment, languages, timeZone, domains }) => [
    code,
    name,
    basis,
    enrolment,
    languages.join(' '),
    timeZone,
    domains.join(' '),
  ],

  read(cells) {
    const code = cells('code').trim().toUpperCase();
    if (!/^[A-Z]{2}$/.test(code)) return { refusal: `"${code}" is no code of two letters` };
    const name = cells('name').trim();
    if (name === '' || name.length > 100) return { refusal: 'the name is empty or longer than 100 characters' };
    const basis = readChoice('basis', bases, cells('basis'));
    if (typeof basis === 'object') return basis;
    const enrolment = readChoice('enrolment', enrolments, cells('enrolment') || 'invited');
    if (typeof enrolment === 'object') return enrolment;
    const [languages, domains] = [readWords(cells('languages')), readWords(cells('domains').toLowerCase())];
    const row: NationRow = { code, name, basis, enrolment, languages, timeZone: cells('time_zone').trim(), domains };
    const [problem] = nationProblems(row, new Map());
    return problem === undefined ? row : { refusal: problem.problem };
  },

  key: ({ code }) => code,

  /** A domain belongs to one nation. */
  settle(added, standing) {
    const changed = new Set(added.map(({ code }) => code));
    const stays = standing.filter(({ code }) => !changed.has(code));
    const owner = new Map(stays.flatMap(({ code, domains }) => domains.map((domain) => [domain, code])));
    const refusals = new Map<NationRow, string>();
    for (const row of added) {
      const [problem] = nationProblems(row, owner);
      if (problem !== undefined) refusals.set(row, problem.problem);
      else for (const domain of row.domains) owner.set(domain, row.code);
    }
    return refusals;
  },
};
