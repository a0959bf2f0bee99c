import { expect, test } from 'vitest';
import { blueprintOf, formOf } from './blueprint.ts';

test('a blueprint comes back from its form as it was', () => {
  const blueprint = {
    neighboursOf: ['UA'],
    kinds: ['government' as const],
    asns: [64500, 64501],
    except: ['csirt-pl'],
  };
  expect(blueprintOf(formOf(blueprint))).toEqual(blueprint);
  expect(blueprintOf(formOf({}))).toEqual({});
});

test('AS numbers as people write them, sectors of several words', () => {
  const form = { ...formOf({}), asns: 'AS64500; 64501,', sectors: 'energy, drinking water' };
  expect(blueprintOf(form)).toEqual({ asns: [64500, 64501], sectors: ['energy', 'drinking water'] });
});
