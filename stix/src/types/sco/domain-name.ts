import { listOf } from '../../kinds/basic.ts';
import { domainName as name } from '../../kinds/formats.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { sco } from '../object-type.ts';

export const domainName = sco('domain-name', '6.4', 'prhhksbxbg87', {
  required: { value: name },
  optional: { resolves_to_refs: listOf(referenceTo('6.4', 'ipv4-addr', 'ipv6-addr', 'domain-name')) },
  contributing: ['value'],
  naming: ['value'],
});
