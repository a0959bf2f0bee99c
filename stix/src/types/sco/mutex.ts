import { string } from '../../kinds/basic.ts';
import { sco } from '../object-type.ts';

export const mutex = sco('mutex', '6.11', '84hwlkdmev1w', {
  required: { name: string },
  contributing: ['name'],
});
