import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A DNS server on loopback that knows addresses of IPv4 only. */
export interface DnsServer {
  /** `127.0.0.1:port`, as a resolver takes it. */
  readonly address: string;
  /** The names that were asked for an IPv4 address, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers each question for an IPv4 address with what `answer` says at that moment; nothing means: no such name. */
export async function startDns(answer: (name: string, nth: number) => readonly string[]): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    const addresses = type === 1 ? answer(name, asked.push(name)) : [];
    socket.send(response(query, end, addresses, type === 1), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** RFC 1035 4.1.2: the name, its type, and where the question ends. */
function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** RFC 1035 4.1.1 and 4.1.3: the question again, and an A record of no life time for each address. */
function response(query: Buffer, end: number, addresses: readonly string[], known: boolean): Buffer {
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(addresses.length > 0 || !known ? 0x8580 : 0x8583, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, ...records]);
}
