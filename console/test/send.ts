import { routes, type Receipt } from '@tocsin/api';
import type { DrillServer } from './drill-server.ts';

/** Addresses of the drill's plan: a provider of Poland with customers of their own addresses, one with shared ones, Estonia, nobody. */
export const addresses = {
  poland: '198.18.160.10',
  polandShared: '198.18.164.10',
  estonia: '198.18.56.10',
  nobody: '198.19.255.10',
};

/** Sends records as the sensor "sinkhole": an object as JSON, a text as it is. */
export function send(server: DrillServer, records: readonly (object | string)[]): Promise<Receipt> {
  const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
  return server.operator.call(routes.postEvents, {
    query: { source: 'sinkhole' },
    raw: `${lines.join('\n')}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  });
}

let sent = 0;

/** An event of now that is not the same as any other. */
export function event(address: string, more: object = {}): object {
  sent += 1;
  const time = new Date(Date.now() - sent * 100).toISOString();
  return { time, class: 'infected-system', family: 'lumma', address, port: 2000 + sent, ...more };
}
