import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApiError, createClient } from '@tocsin/api';
import type { Speed } from './player/live.ts';
import type { Stage } from './player/progress.ts';
import { play } from './index.ts';

const usage = `node scenario/src/main.ts --url URL (--token-file FILE | --token TOKEN)
  Plays the drill on a running server, going on where an earlier run has stopped.
  --speed N|full   seconds of the campaign in one second (default 1), or as fast as it can be sent
  --until STAGE    registry, week, sharing, campaign, or background (default; goes on until it is stopped)
  --seed TEXT      another seed tells another story (default tocsin)
  --scale SHARE    share of the events that are told (default 1)
Progress goes to stdout, one JSON object a line.`;

const stages: readonly Stage[] = ['registry', 'week', 'sharing', 'campaign', 'background'];

function readOptions() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      'token-file': { type: 'string' },
      speed: { type: 'string', default: '1' },
      until: { type: 'string', default: 'background' },
      seed: { type: 'string', default: 'tocsin' },
      scale: { type: 'string', default: '1' },
    },
  });
  const tokenFile = values['token-file'];
  const token = values.token ?? (tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim());
  const speed: Speed = values.speed === 'full' ? 'full' : Number(values.speed);
  const until = stages.find((stage) => stage === values.until);
  const scale = Number(values.scale);
  const wrong =
    values.url === undefined ||
    token === undefined ||
    until === undefined ||
    !(speed === 'full' || speed > 0) ||
    !(scale > 0);
  if (wrong) throw new TypeError('wrong or missing options');
  return { url: values.url ?? '', token, speed, until, seed: values.seed, scale };
}

async function main(): Promise<void> {
  const { url, token, ...options } = readOptions();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // Whoever started us reads what we say; once nobody does, the play is over.
  process.stdout.on('error', () => stop.abort());
  try {
    await play({
      ...options,
      client: createClient({ baseUrl: url.replace(/\/+$/, ''), token }),
      signal: stop.signal,
      report: (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`),
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}

main().catch((error: unknown) => {
  const plain = error instanceof Error && !(error instanceof TypeError);
  const code = error instanceof ApiError ? ` (${error.problem.code})` : '';
  process.stderr.write(plain ? `${error.message}${code}\n` : `${String(error)}\n\n${usage}\n`);
  process.exitCode = 1;
});
