import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, routes, type Client, type Receipt } from '@tocsin/api';
import { seeded } from '../bench/prefix-table.ts';

/** A batch that was answered with 2xx. */
export interface Acknowledged {
  readonly key: string;
  readonly events: number;
  readonly receipt: Receipt;
}

export interface Senders {
  readonly acknowledged: readonly Acknowledged[];
  /** How often a batch had to be sent again, by the code of the refusal. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Lets every sender finish its batch, and ends. */
  stop(): Promise<void>;
}

const families = ['mirai', 'qakbot', 'avalanche', 'conficker', ''];
const classes = ['infected-system', 'brute-force', 'vulnerable-system'];
const hourMs = 3_600_000;
const attemptMs = 30_000;

/** The URL that names one event of the run; nothing else has it. */
export const eventUrl = (key: string, n: number): string => `https://soak.example.org/${key}/${n}`;

/** Events of a few thousand hosts over the last two weeks, so that episodes begin, go on, end and return. */
function batchBody(random: () => number, key: string, events: number, end: number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const lines = Array.from({ length: events }, (_, n) => {
    const host = Math.floor(random() * 4096);
    // Half of the events are of the last hour, the rest lie anywhere in a fortnight.
    const age = random() < 0.5 ? random() * hourMs : random() * 14 * 24 * hourMs;
    return JSON.stringify({
      time: new Date(end - Math.floor(age)).toISOString(),
      address: `198.18.${host >> 8}.${host & 255}`,
      port: 1024 + Math.floor(random() * 60_000),
      protocol: 'tcp',
      class: pick(classes),
      family: pick(families),
      url: eventUrl(key, n),
    });
  });
  return `${lines.join('\n')}\n`;
}

/**
 * Several sensors that send batch after batch, each with a key of its own, and send the same batch again, under the same
 * key, until it is acknowledged. `client` gives the way to the server as it is reached just now.
 */
export function startSenders(options: {
  count: number;
  seed: number;
  end: number;
  source: string;
  client: () => Client;
}): Senders {
  const { count, seed, end, source, client } = options;
  const acknowledged: Acknowledged[] = [];
  const refusals: Record<string, number> = {};
  let stopping = false;

  async function send(key: string, body: string): Promise<Receipt> {
    for (;;) {
      try {
        return await client().call(routes.postEvents, {
          query: { source },
          raw: body,
          headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': key },
          signal: AbortSignal.timeout(attemptMs),
        });
      } catch (error) {
        const code =
          error instanceof ApiError ? error.problem.code : error instanceof DOMException ? error.name : undefined;
        // An answer that is no problem document was cut off in its middle.
        const reason = code ?? 'cut_off';
        refusals[reason] = (refusals[reason] ?? 0) + 1;
        await pause(50);
      }
    }
  }

  async function sensor(index: number): Promise<void> {
    const random = seeded(seed * 1000 + index);
    for (let n = 0; !stopping; n++) {
      const key = `${index}-${n}`;
      const events = 1 + Math.floor(random() ** 3 * 4000);
      const receipt = await send(key, batchBody(random, key, events, end));
      acknowledged.push({ key, events, receipt });
    }
  }

  const running = Promise.all(Array.from({ length: count }, (_, index) => sensor(index)));
  return {
    acknowledged,
    refusals,
    async stop() {
      stopping = true;
      await running;
    },
  };
}
