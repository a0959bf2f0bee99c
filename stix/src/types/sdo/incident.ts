import { string } from '../../kinds/basic.ts';
import { sdo } from '../object-type.ts';

/** A stub in 2.1: extensions say the rest. */
export const incident = sdo('incident', '4.6', 'sczfhw64pjxt', {
  required: { name: string },
  optional: { description: string },
});
