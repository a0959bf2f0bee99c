import { domainToUnicode } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Basis } from '@tocsin/api';
import { eligibleNations, teamName } from './nations.ts';

const nationOf = (code: string) => eligibleNations.find((nation) => nation.code === code)!;

describe('the eligible nations', () => {
  test('are 44: 27 EU, 10 in accession, 4 EFTA, UK, Monaco, Vatican', () => {
    const count = Object.groupBy(eligibleNations, (nation) => nation.basis);
    expect(Object.fromEntries(Object.entries(count).map(([basis, of]) => [basis, of.length]))).toEqual({
      eu: 27,
      accession: 10,
      efta: 4,
      uk: 1,
      monaco: 1,
      vatican: 1,
    });
    expect(new Set(eligibleNations.map((nation) => nation.code)).size).toBe(44);
  });

  test('have bases that the API knows', () => {
    const known = [...Basis.enum];
    for (const nation of eligibleNations) expect(known).toContain(nation.basis);
  });

  test.each(eligibleNations)(
    '$code: name, languages and time zone are known to ICU',
    ({ code, languages, timeZone }) => {
      expect(new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code)).toBeDefined();
      const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
      expect(languages).not.toHaveLength(0);
      for (const language of languages) expect(names.of(language), language).toBeDefined();
      expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
    },
  );

  test.each([
    ['BG', 'бг'],
    ['GR', 'ελ'],
    ['UA', 'укр'],
    ['RS', 'срб'],
    ['MK', 'мкд'],
    ['GE', 'გე'],
  ])('%s has its internationalised domain .%s', (code, label) => {
    expect(nationOf(code).domains.map((domain) => domainToUnicode(domain))).toContain(label);
  });

  test('every domain is an A-label of one nation alone', () => {
    const domains = eligibleNations.flatMap((nation) => nation.domains);
    expect(new Set(domains).size).toBe(domains.length);
    for (const domain of domains) {
      expect(domain).toMatch(/^([a-z]{2}|xn--[a-z0-9]+)$/);
      expect(domainToUnicode(domain)).not.toBe('');
    }
  });

  test('the domains of the Union belong to no nation', () => {
    const domains = eligibleNations.flatMap((nation) => nation.domains);
    expect(['xn--qxa6a', 'xn--e1a4c'].map((domain) => domainToUnicode(domain))).toEqual(['ευ', 'ею']);
    for (const domain of ['eu', 'xn--qxa6a', 'xn--e1a4c']) expect(domains).not.toContain(domain);
  });

  test('the United Kingdom is GB and lives under .uk; Kosovo has no domain of its own', () => {
    expect(nationOf('GB').domains).toEqual(['uk']);
    expect(nationOf('XK').domains).toEqual([]);
  });

  test('have several public teams, one or none', () => {
    expect(new Set(eligibleNations.map((nation) => nation.teams.length))).toEqual(new Set([0, 1, 2, 3]));
    expect(teamName(nationOf('AT'), 'government_csirt')).toBe('Government CSIRT of Austria');
  });
});
