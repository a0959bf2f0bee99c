import { Type, type Static } from 'typebox';
import { RsitClass } from './rsit.ts';

const Text = (description: string, maxLength = 1024) => Type.Optional(Type.String({ maxLength, description }));
const Port = (description: string) => Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description }));

/**
 * One observation, as a sensor sends it: a line of NDJSON. It says when, and whom it concerns by address, domain or URL; the
 * rest is optional. Keys that are not named here are kept as they are, as if they stood in `extra`.
 */
export const EventInput = Type.Object(
  {
    time: Type.String({
      format: 'date-time',
      description: 'when it was observed: RFC 3339, taken as UTC where no offset is given',
    }),
    class: Type.Optional(RsitClass),
    address: Text('IPv4 or IPv6 address of the concerned host: infected, exposed, attacked or misused', 45),
    port: Port('source port there: tells customers apart who share an address'),
    protocol: Type.Optional(
      Type.Union([Type.String({ maxLength: 16 }), Type.Integer()], {
        description: 'transport protocol, as a name (tcp, udp, icmp) or by its number',
      }),
    ),
    asn: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: 'AS number as the source knows it' }),
    ),
    country: Text('ISO 3166-1 alpha-2 code as the source knows it', 2),
    hostname: Text('reverse name of the concerned host', 255),
    domain: Text('the name that the event is about', 255),
    url: Text('the URL that the event is about', 8192),
    sector: Text('sector of the concerned organisation as the source knows it'),
    destination: Type.Optional(
      Type.Object({
        address: Text('the other end: sinkhole, command server, target', 45),
        port: Port('port at the other end'),
        domain: Text('name of the other end', 255),
      }),
    ),
    family: Text('malware family, or name of the weakness'),
    severity: Text('as the source grades it', 64),
    extra: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'whatever else the source knows, under its own names',
      }),
    ),
  },
  { additionalProperties: true },
);
export type EventInput = Static<typeof EventInput>;
