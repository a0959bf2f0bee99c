import { listOf } from '../../kinds/basic.ts';
import { ipv4, ipv6 } from '../../kinds/formats.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { sco } from '../object-type.ts';

export const ipv4Addr = sco('ipv4-addr', '6.8', 'ki1ufj1ku8s0', {
  required: { value: ipv4 },
  optional: {
    resolves_to_refs: listOf(referenceTo('6.8', 'mac-addr')),
    belongs_to_refs: listOf(referenceTo('6.8', 'autonomous-system')),
  },
  contributing: ['value'],
  naming: ['value'],
});

export const ipv6Addr = sco('ipv6-addr', '6.9', 'oeggeryskriq', {
  required: { value: ipv6 },
  optional: {
    resolves_to_refs: listOf(referenceTo('6.9', 'mac-addr')),
    belongs_to_refs: listOf(referenceTo('6.9', 'autonomous-system')),
  },
  contributing: ['value'],
  naming: ['value'],
});
