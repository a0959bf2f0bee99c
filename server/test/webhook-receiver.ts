import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it came. */
export interface Received {
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: readonly string[];
  readonly body: string;
  readonly json: {
    type: string;
    data: { cursor?: string; events?: { id: string }[]; objects?: { id: string; kind: string }[] };
  };
  readonly status: number;
}

/** A receiver on loopback that answers with what `answer` says. */
export async function startReceiver() {
  const received: Received[] = [];
  let answer: (nth: number) => number | { status: number; headers: Record<string, string> } = () => 204;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const header = (name: string) => String(request.headers[name]);
      const given = answer(received.length + 1);
      const { status, headers } = typeof given === 'number' ? { status: given, headers: {} } : given;
      received.push({
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signatures: header('webhook-signature').split(' '),
        body,
        json: JSON.parse(body),
        status,
      });
      response.writeHead(status, headers).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=of-the-receiver`,
    received,
    answerWith(next: typeof answer) {
      answer = next;
    },
    /** The event ids of what was taken, in order. */
    taken: () =>
      received.filter(({ status }) => status < 300).flatMap(({ json }) => json.data.events?.map(({ id }) => id) ?? []),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Whether a webhook was signed with a secret, worked out as docs/operations/delivery.md tells receivers to. */
export function signedWith(secret: string, { id, timestamp, signatures, body }: Received): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
