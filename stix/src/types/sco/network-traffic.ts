import { own } from '../../json/json.ts';
import { boolean, integer, listOf, string, timestamp } from '../../kinds/basic.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { atLeastOneOf, notBefore } from '../../kinds/rules.ts';
import { anyOf, dictionaryOf } from '../../kinds/structures.ts';
import { report } from '../../problem.ts';
import { sco } from '../object-type.ts';
import { httpRequest, icmp, socket, tcp } from '../sco-extensions/network-traffic.ts';

const endpoint = referenceTo('6.12', 'ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name');
const traffic = referenceTo('6.12', 'network-traffic');
const port = integer({ min: 0, max: 65_535 });
const count = integer({ min: 0 });

export const networkTraffic = sco('network-traffic', '6.12', 'rgnc3w40xy', {
  required: { protocols: listOf(string) },
  optional: {
    start: timestamp,
    end: timestamp,
    is_active: boolean,
    src_ref: endpoint,
    dst_ref: endpoint,
    src_port: port,
    dst_port: port,
    src_byte_count: count,
    dst_byte_count: count,
    src_packets: count,
    dst_packets: count,
    ipfix: dictionaryOf(anyOf('6.12', integer(), string)),
    src_payload_ref: referenceTo('6.12', 'artifact'),
    dst_payload_ref: referenceTo('6.12', 'artifact'),
    encapsulates_refs: listOf(traffic),
    encapsulated_by_ref: traffic,
  },
  rules: [
    atLeastOneOf('6.12', 'src_ref', 'dst_ref'),
    notBefore('6.12', 'start', 'end'),
    {
      rule: 'ended_traffic',
      check(object, to) {
        if (own(object, 'end') === undefined || own(object, 'is_active') !== true) return;
        report(to, 'ended_traffic', '6.12', 'Traffic that has ended is not active.', 'is_active');
      },
    },
  ],
  extensions: { 'http-request-ext': httpRequest, 'icmp-ext': icmp, 'socket-ext': socket, 'tcp-ext': tcp },
  contributing: ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
  naming: ['protocols'],
});
