import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, routes } from '@tocsin/api';
import { seeded } from '../bench/prefix-table.ts';
import { startServerProcess, type ServerProcess } from '../bench/server-process.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { clusterProcesses } from '../src/kernel/embedded-postgres/processes.ts';
import { readPostmasterFile } from '../src/kernel/embedded-postgres/postmaster-file.ts';
import { findContradictions, readLog } from './books.ts';
import { eventUrl, startSenders } from './senders.ts';

export interface KillOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  /** Variables of the server beside those of the soak. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface KillResult {
  /** Nothing lost, nothing twice, no contradiction, and a clean start afterwards. */
  readonly sound: boolean;
  readonly seed: number;
  readonly rounds: number;
  readonly killsServer: number;
  /** Of the postmaster or of one of its backends. */
  readonly killsPostgres: number;
  /** Batches that were answered with 2xx, and the events in them. */
  readonly batches: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly lost: number;
  readonly twice: number;
  /** How often a batch had to be sent again, by reason. */
  readonly resent: Readonly<Record<string, number>>;
  readonly contradictions: Readonly<Record<string, number>>;
  readonly cleanStart: boolean;
  readonly seconds: number;
}

const victims = ['server', 'postmaster', 'backend'] as const;
type Victim = (typeof victims)[number];

const sensors = 4;
/** The supervisor gives up on a database that ends more often within a minute: rightly, but it is not what this asks. */
const postmastersPerMinute = 4;
const recoveryMs = 120_000;

/**
 * Sensors send without pause while the server, the postmaster or one of its backends is killed with SIGKILL at random
 * moments; whatever was acknowledged must then be in the log exactly once, and every sum must agree. The victims and the
 * moments follow from the seed; what the processes were doing then does not.
 */
export async function soakKill({ rounds, seed, say, env = {} }: KillOptions): Promise<KillResult> {
  const started = performance.now();
  const random = seeded(seed);
  const settings = { TOCSIN_LOG_LEVEL: 'silent', TOCSIN_RETENTION_DAYS: '60', ...env };
  let server = await startServerProcess(settings);
  const { dataDir } = server;
  try {
    const secret = await prepare(server);
    const senders = startSenders({
      count: sensors,
      seed,
      end: systemClock.now().getTime(),
      source: 'soak',
      client: () => server.client,
    });
    const kills = { server: 0, postmaster: 0, backend: 0 };
    const postmasterKills: number[] = [];

    for (let round = 1; round <= rounds; round++) {
      await pause(200 + random() * 1800);
      let victim = victims[Math.floor(random() * victims.length)] as Victim;
      const now = performance.now();
      if (victim === 'postmaster' && postmasterKills.filter((at) => at > now - 60_000).length >= postmastersPerMinute)
        victim = 'server';
      if (victim === 'postmaster') postmasterKills.push(now);
      kills[victim]++;
      const before = senders.acknowledged.length;
      if (victim === 'server') {
        process.kill(server.pid, 'SIGKILL');
        await server.stop();
        server = await startServerProcess(settings, dataDir);
      } else killPostgres(dataDir, victim, random());
      await until(
        () => senders.acknowledged.length >= before + sensors,
        recoveryMs,
        `no batch was taken any more after the ${victim} had been killed`,
      );
      say(`round ${round} of ${rounds}: ${victim} killed; ${senders.acknowledged.length} batches acknowledged`);
    }
    await senders.stop();

    // In order, and once more up: the data directory must be as any other.
    await server.stop();
    const cleanStop = server.child.exitCode === 0;
    server = await startServerProcess(settings, dataDir);
    const seen = await readLog(createClient({ baseUrl: server.url, token: secret }));
    const contradictions = await findContradictions(server.databaseUrl('postgres'));
    const expected = senders.acknowledged.flatMap(({ key, events }) =>
      Array.from({ length: events }, (_, n) => eventUrl(key, n)),
    );
    const lost = expected.filter((url) => !seen.has(url)).length;
    const twice = [...seen.values()].filter((times) => times > 1).length;
    const wrongReceipts = senders.acknowledged.filter(
      ({ events, receipt }) => receipt.records !== events || receipt.accepted + receipt.duplicate !== events,
    ).length;
    if (wrongReceipts > 0) contradictions['receipts of another size than their batch'] = wrongReceipts;
    await server.stop();
    const cleanStart = cleanStop && server.child.exitCode === 0;
    return {
      sound: lost === 0 && twice === 0 && Object.keys(contradictions).length === 0 && cleanStart,
      seed,
      rounds,
      killsServer: kills.server,
      killsPostgres: kills.postmaster + kills.backend,
      batches: senders.acknowledged.length,
      acknowledged: expected.length,
      stored: seen.size,
      lost,
      twice,
      resent: { ...senders.refusals },
      contradictions,
      cleanStart,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await server.remove();
  }
}

/** An org that gets everything that is sent, and a source; returns the org's token. */
async function prepare({ client }: ServerProcess): Promise<string> {
  await client.call(routes.createOrg, {
    body: { handle: 'soak-reader', name: 'Reader', kind: 'isp', enrolment: 'enrolled' },
  });
  await client.call(routes.addConstituency, {
    params: { handle: 'soak-reader' },
    body: { kind: 'prefix', value: '198.18.0.0/15', note: 'soak' },
  });
  await client.call(routes.createSource, {
    body: { handle: 'soak', name: 'Soak', feed: 'tocsin', tlp: 'amber', distribution: 'concerned' },
  });
  const { secret } = await client.call(routes.createToken, {
    body: { org: 'soak-reader', name: 'soak', scopes: ['events:read'] },
  });
  return secret;
}

/** Kills the postmaster, or one backend that serves a connection (at which the postmaster restarts all of them). */
function killPostgres(dataDir: string, victim: 'postmaster' | 'backend', chance: number): void {
  const clusterDir = join(dataDir, 'pg');
  const postmaster = readPostmasterFile(clusterDir)?.pid;
  if (postmaster === undefined) throw new Error('no PostgreSQL runs');
  const backends =
    victim === 'postmaster'
      ? []
      : clusterProcesses(clusterDir).filter((pid) => pid !== postmaster && titleOf(pid).includes('tocsin_app'));
  process.kill(backends[Math.floor(chance * backends.length)] ?? postmaster, 'SIGKILL');
}

/** How a process calls itself; PostgreSQL's backends name their role. '' when it is gone. */
function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

async function until(condition: () => boolean, withinMs: number, otherwise: string): Promise<void> {
  for (const start = performance.now(); !condition(); await pause(20)) {
    if (performance.now() - start > withinMs) throw new Error(otherwise);
  }
}
