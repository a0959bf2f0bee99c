import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, routes, type Client } from '@tocsin/api';

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

export interface DrillServer {
  base: string;
  /** The API as the operator. */
  operator: Client;
  /** Sends events about an address of Poland's first provider, and waits until they are stored. */
  sendEvents: (count: number, family: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** Poland and its first provider, as the drill's address plan has them. */
const poland = { csirt: 'csirt-pl', provider: 'pl-access', asn: 64681, network: '198.18.160' };

async function enrol(operator: Client): Promise<void> {
  const org = (handle: string, name: string, kind: 'government' | 'isp') =>
    operator.call(routes.createOrg, { body: { handle, name, kind, nation: 'PL', enrolment: 'enrolled' } });
  await org(poland.csirt, 'Example CSIRT Poland', 'government');
  await org(poland.provider, 'Example Access Poland', 'isp');
  const answersFor = (handle: string, kind: 'nation' | 'asn', value: string) =>
    operator.call(routes.addConstituency, { params: { handle }, body: { kind, value, note: 'test' } });
  await answersFor(poland.csirt, 'nation', 'PL');
  await answersFor(poland.provider, 'asn', String(poland.asn));
  await operator.call(routes.changeNation, { params: { code: 'PL' }, body: { enrolment: 'enrolled' } });
  await operator.call(routes.createSource, {
    body: { handle: 'sinkhole', name: 'Example sinkhole', feed: 'tocsin', tlp: 'amber', distribution: 'concerned' },
  });
}

/** The real server, in a process of its own, as a drill on a fresh database with Poland enrolled. */
export async function startDrillServer(): Promise<DrillServer> {
  const data = mkdtempSync(join(tmpdir(), 'tocsin-console-'));
  const child = fork(main, {
    env: { ...process.env, TOCSIN_DRILL: 'true', TOCSIN_DATA: data, TOCSIN_PORT: '0', TOCSIN_LOG_LEVEL: 'error' },
  });
  const [message] = (await once(child, 'message')) as [{ ready?: string; failed?: string }];
  if (message.ready === undefined) throw new Error(`the server did not start: ${message.failed ?? 'no reason given'}`);
  const base = message.ready;
  const token = readFileSync(join(data, 'operator.token'), 'utf8').trim();
  const operator = createClient({ baseUrl: base, token });
  await enrol(operator);
  let sent = 0;
  return {
    base,
    operator,
    sendEvents: async (count, family) => {
      const lines = Array.from({ length: count }, () => {
        sent += 1;
        const time = new Date(Date.now() - sent * 1000).toISOString();
        const address = `${poland.network}.${1 + (sent % 250)}`;
        return JSON.stringify({ time, address, port: 1024 + sent, class: 'infected-system', family });
      });
      await operator.call(routes.postEvents, {
        query: { source: 'sinkhole' },
        raw: lines.join('\n'),
        headers: { 'content-type': 'application/x-ndjson' },
      });
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
