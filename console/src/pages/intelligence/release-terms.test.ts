import { expect, test } from 'vitest';
import { noTerms, peopleIn, termsOf } from './release-terms.ts';

test('what is empty is not said', () => {
  expect(termsOf(noTerms)).toEqual({ distribution: 'named' });
});

test('terms as the API takes them; the embargo is meant in UTC, its recipients count only with it', () => {
  expect(
    termsOf({
      ...noTerms,
      defaultTlp: 'green',
      orgs: ['csirt-pl'],
      embargoUntil: '2026-11-24T08:00',
      embargoRecipients: ['csirt-ua'],
      people: 'csirt-pl Ada Lantern',
    }),
  ).toEqual({
    distribution: 'named',
    defaultTlp: 'green',
    orgs: ['csirt-pl'],
    embargoUntil: '2026-11-24T08:00:00Z',
    embargoRecipients: ['csirt-ua'],
    people: [{ org: 'csirt-pl', person: 'Ada Lantern' }],
  });
  expect(termsOf({ ...noTerms, embargoRecipients: ['csirt-ua'] })).toEqual({ distribution: 'named' });
});

test('people: one a line, half a line is nobody', () => {
  expect(peopleIn('csirt-pl, Ada Lantern \n\ncsirt-ua\npolice-eu: u-17')).toEqual([
    { org: 'csirt-pl', person: 'Ada Lantern' },
    { org: 'police-eu', person: 'u-17' },
  ]);
});
