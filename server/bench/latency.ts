import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { routes } from '@tocsin/api';
import { systemClock } from '#kernel/clock.ts';
import { startServerProcess } from './server-process.ts';

const perBatch = 100;

/**
 * Events at a steady rate, from POST to the subscriber's SSE: half of the time is the sender's batch, whose events count
 * from the moment the POST begins.
 */
export async function benchLatency(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '60' }, rate: { type: 'string', default: '2000' } },
  });
  const seconds = Number(values.seconds);
  const rate = Number(values.rate);
  const server = await startServerProcess();
  try {
    const { client } = server;
    await client.call(routes.createOrg, {
      body: {
        handle: 'csirt-bench',
        name: 'Bench CSIRT',
        kind: 'government',
        nation: 'PL',
        team: 'national_csirt',
        enrolment: 'enrolled',
      },
    });
    await client.call(routes.changeNation, { params: { code: 'PL' }, body: { enrolment: 'enrolled' } });
    await client.call(routes.addConstituency, {
      params: { handle: 'csirt-bench' },
      body: { kind: 'prefix', value: '198.18.0.0/15', note: 'benchmark' },
    });
    await client.call(routes.createSource, {
      body: { handle: 'bench', name: 'Benchmark', feed: 'tocsin', tlp: 'amber', distribution: 'concerned' },
    });
    const { secret } = await client.call(routes.createToken, {
      body: { org: 'csirt-bench', name: 'bench', scopes: ['events:read'] },
    });

    const sentAt = new Map<string, number>();
    const latencies: number[] = [];
    let repeated = 0;
    const stop = new AbortController();
    const stream = await fetch(`${server.url}${routes.stream.path}`, {
      headers: { authorization: `Bearer ${secret}`, accept: 'text/event-stream' },
      signal: stop.signal,
    });
    if (!stream.ok || stream.body === null) throw new Error(`the stream answered ${stream.status}`);
    const reading = readEvents(stream.body, (url) => {
      const at = sentAt.get(url);
      if (at === undefined) repeated++;
      else {
        latencies.push(performance.now() - at);
        sentAt.delete(url);
      }
    }).catch(() => undefined);

    const start = performance.now();
    const batches = (seconds * rate) / perBatch;
    const posts: Promise<unknown>[] = [];
    let failed = 0;
    for (let batch = 0; batch < batches; batch++) {
      const due = start + (batch * perBatch * 1000) / rate;
      const ahead = due - performance.now();
      if (ahead > 0) await wait(ahead);
      const now = systemClock.now().toISOString();
      const lines: string[] = [];
      for (let index = 0; index < perBatch; index++) {
        const n = batch * perBatch + index;
        const key = `https://x.example.org/${n}`;
        lines.push(
          JSON.stringify({
            time: now,
            address: `198.18.${(n >> 8) & 255}.${n & 255}`,
            port: 1024 + (n % 60_000),
            protocol: 'tcp',
            class: 'infected-system',
            family: 'mirai',
            url: key,
          }),
        );
        sentAt.set(key, performance.now());
      }
      posts.push(
        client
          .call(routes.postEvents, {
            query: { source: 'bench' },
            raw: `${lines.join('\n')}\n`,
            headers: { 'content-type': 'application/x-ndjson' },
          })
          .catch(() => failed++),
      );
    }
    await Promise.all(posts);
    for (let tries = 0; tries < 100 && sentAt.size > 0; tries++) await wait(50);
    stop.abort();
    await reading;
    latencies.sort((a, b) => a - b);
    const at = (share: number): number =>
      Math.round((latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN) * 10) / 10;
    return {
      events: batches * perBatch,
      rate,
      seconds,
      failedPosts: failed,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
      lost: sentAt.size,
      repeated,
    };
  } finally {
    await server.remove();
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, seen: (url: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const found = line.startsWith('data: ') ? /"url":"([^"]+)"/.exec(line) : null;
      if (found?.[1] !== undefined) seen(found[1]);
    }
  }
}
