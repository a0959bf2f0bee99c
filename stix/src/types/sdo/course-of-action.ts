import { string } from '../../kinds/basic.ts';
import { sdo } from '../object-type.ts';

/** `action` is reserved (section 4.3.1) and yet published by many: it passes as what it is. */
export const courseOfAction = sdo('course-of-action', '4.3', 'a925mpw39txn', {
  required: { name: string },
  optional: { description: string },
});
