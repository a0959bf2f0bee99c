import { integer, string } from '../../kinds/basic.ts';
import { sco } from '../object-type.ts';

export const autonomousSystem = sco('autonomous-system', '6.2', '27gux0aol9e3', {
  required: { number: integer({ min: 0 }) },
  optional: { name: string, rir: string },
  contributing: ['number'],
  naming: ['name', 'number'],
});
