import { boolean, enumeration, integer, listOf, string } from '../../kinds/basic.ts';
import { hex } from '../../kinds/encoded.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { anyOf, dictionaryOf } from '../../kinds/structures.ts';

export const httpRequest = record('http-request-ext', '6.12.2', {
  required: { request_method: string, request_value: string },
  optional: {
    request_version: string,
    request_header: dictionaryOf(anyOf('6.12.2', listOf(string), string)),
    message_body_length: integer(),
    message_body_data_ref: referenceTo('6.12.2', 'artifact'),
  },
});

export const icmp = record('icmp-ext', '6.12.3', { required: { icmp_type_hex: hex, icmp_code_hex: hex } });

const families = ['AF_UNSPEC', 'AF_INET', 'AF_IPX', 'AF_APPLETALK', 'AF_NETBIOS', 'AF_INET6', 'AF_IRDA', 'AF_BTH'];
const socketTypes = ['SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_RAW', 'SOCK_RDM', 'SOCK_SEQPACKET'];

export const socket = record('socket-ext', '6.12.4', {
  required: { address_family: enumeration('network-socket-address-family-enum', '6.12.4', families) },
  optional: {
    is_blocking: boolean,
    is_listening: boolean,
    options: dictionaryOf(integer()),
    socket_type: enumeration('network-socket-type-enum', '6.12.4', socketTypes),
    socket_descriptor: integer({ min: 0 }),
    socket_handle: integer(),
  },
});

export const tcp = record('tcp-ext', '6.12.5', {
  optional: { src_flags_hex: hex, dst_flags_hex: hex },
  rules: [atLeastOneOf('6.12.5', 'src_flags_hex', 'dst_flags_hex')],
});
