import { expect, test } from 'vitest';
import { filterIn, planIn } from './form-values.ts';

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test('empty fields filter nothing; what belongs to the other subject is left out', () => {
  const data = form({ tlp: '', families: 'Cobalt Strike, qakbot,, ', classes: ' ', types: 'report' });
  expect(filterIn(data, 'events')).toEqual({ families: ['Cobalt Strike', 'qakbot'] });
  expect(filterIn(form({ tlp: 'green', types: 'report', families: 'x' }), 'objects')).toEqual({
    tlp: 'green',
    types: ['report'],
  });
});

test('quiet hours need both ends', () => {
  const data = form({ every: 'week', at: '08:30', quietFrom: '22:00', quietTo: '', urgent: '' });
  expect(planIn(data)).toEqual({ every: 'week', at: '08:30', urgent: [] });
  expect(planIn(form({ quietFrom: '22:00:00', quietTo: '06:00', urgent: 'critical, high' }))).toEqual({
    every: 'day',
    urgent: ['critical', 'high'],
    quiet: { from: '22:00', to: '06:00' },
  });
});
