import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/kernel/clock.ts';
import type { KillResult } from './kill.ts';

const page = new URL('../../docs/soak/kill.md', import.meta.url);

/** Writes docs/soak/kill.md: what a full run did and found. */
export function killReport(result: KillResult): void {
  mkdirSync(fileURLToPath(new URL('.', page)), { recursive: true });
  writeFileSync(page, renderKillReport(result));
}

function renderKillReport(result: KillResult): string {
  const {
    rounds,
    seed,
    killsServer,
    killsPostgres,
    batches,
    acknowledged,
    stored,
    lost,
    twice,
    resent,
    contradictions,
    cleanStart,
    seconds,
  } = result;
  const number = (value: number): string => value.toLocaleString('en-GB');
  const again = Object.entries(resent).map(([reason, times]) => `${reason} ${times}`);
  const wrong = Object.entries(contradictions).map(([what, n]) => `${what}: ${n}`);
  return `# Soak: killed while ingesting

Written by the run itself:

    npm run soak -- kill --rounds ${rounds} --seed ${seed}

A real server with its embedded PostgreSQL; four sensors post batches of 1 to 4,000 events without pause, each under an
idempotency key, and repeat a batch until it is acknowledged. At random moments SIGKILL ends the server, the postmaster, or
a backend that serves a connection; the server starts again on the same data directory. At the end a member reads
the whole change log through the API, and the sums of the database are compared with its events.

| | |
|---|---|
| run on | ${systemClock.now().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.versions.node} |
| rounds | ${rounds} in ${number(seconds)} s |
| killed | server ${killsServer} times, PostgreSQL ${killsPostgres} times |
| acknowledged | ${number(acknowledged)} events in ${number(batches)} batches |
| in the log | ${number(stored)} |
| lost | ${number(lost)} |
| twice | ${number(twice)} |
| sent again because | ${again.length === 0 ? 'never' : again.join(', ')} |
| sums that do not agree | ${wrong.length === 0 ? 'none' : wrong.join('; ')} |
| last stop and start | ${cleanStart ? 'clean' : 'not clean'} |

The sums: receipts add up and account for every event; episodes have the counts and times of their events; hourly counts
equal a \`group by\` over the events; each change has the count of its portion, and the log skips no number; no batch is
left open.
`;
}
