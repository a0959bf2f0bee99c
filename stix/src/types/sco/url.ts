import { url as address } from '../../kinds/formats.ts';
import { sco } from '../object-type.ts';

export const url = sco('url', '6.15', 'ah3hict2dez0', {
  required: { value: address },
  contributing: ['value'],
  naming: ['value'],
});
