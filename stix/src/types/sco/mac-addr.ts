import { macAddress } from '../../kinds/formats.ts';
import { sco } from '../object-type.ts';

export const macAddr = sco('mac-addr', '6.10', 'f92nr9plf58y', {
  required: { value: macAddress },
  contributing: ['value'],
  naming: ['value'],
});
