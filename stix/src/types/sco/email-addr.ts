import { string } from '../../kinds/basic.ts';
import { emailAddress } from '../../kinds/formats.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { sco } from '../object-type.ts';

export const emailAddr = sco('email-addr', '6.5', 'wmenahkvqmgj', {
  required: { value: emailAddress },
  optional: { display_name: string, belongs_to_ref: referenceTo('6.5', 'user-account') },
  contributing: ['value'],
  naming: ['value'],
});
