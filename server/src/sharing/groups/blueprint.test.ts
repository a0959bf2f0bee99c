import { expect, test } from 'vitest';
import { eligibleNations } from '#registry/index.ts';
import { evaluateBlueprint, type BlueprintRegistry } from './blueprint.ts';
import { neighboursOf } from './neighbours.ts';

const registry: BlueprintRegistry = {
  orgs: [
    { id: 5, handle: 'isp-pl', kind: 'isp', nation: 'PL', team: null },
    { id: 1, handle: 'csirt-pl', kind: 'government', nation: 'PL', team: 'national_csirt' },
    { id: 2, handle: 'csirt-ua', kind: 'government', nation: 'UA', team: 'national_csirt' },
    { id: 3, handle: 'gov-ro', kind: 'government', nation: 'RO', team: 'government_csirt' },
    { id: 4, handle: 'partner', kind: 'partner', nation: null, team: null },
    { id: 6, handle: 'csirt-no', kind: 'government', nation: 'NO', team: 'national_csirt' },
  ],
  basis: new Map(eligibleNations.map(({ code, basis }) => [code, basis])),
  entries: [
    { org: 5, kind: 'asn', value: '64500' },
    { org: 1, kind: 'sector', value: 'energy' },
    { org: 4, kind: 'prefix', value: '64500' },
  ],
};

test.each([
  ['EU members', { basis: ['eu' as const] }, [1, 3, 5]],
  ['EU government teams', { basis: ['eu' as const], kinds: ['government' as const] }, [1, 3]],
  ['national CSIRTs', { teams: ['national_csirt' as const] }, [1, 2, 6]],
  ['neighbours of Ukraine', { neighboursOf: ['UA'] }, [1, 3, 5]],
  ['who answers for an AS', { asns: [64500] }, [5]],
  ['a sector', { sectors: ['energy' as const] }, [1]],
  ['all but one', { teams: ['national_csirt' as const], except: ['csirt-no'] }, [1, 2]],
  ['several conditions: all must hold', { neighboursOf: ['UA'], kinds: ['isp' as const] }, [5]],
  ['a condition without values', { nations: [] }, []],
  ['nothing at all is nobody, and not everybody', {}, []],
  ['an exception alone is nobody', { except: ['partner'] }, []],
])('%s', (_, blueprint, members) => expect(evaluateBlueprint(blueprint, registry)).toEqual(members));

test('borders are mutual and lie between eligible nations', () => {
  const codes = eligibleNations.map(({ code }) => code);
  for (const code of codes) {
    for (const near of neighboursOf(code)) {
      expect(codes).toContain(near);
      expect(neighboursOf(near)).toContain(code);
    }
  }
  expect(neighboursOf('MT')).toEqual([]);
  expect(neighboursOf('UA')).toEqual(['HU', 'MD', 'PL', 'RO', 'SK']);
});
