import { routes, type Client } from '@tocsin/api';

/** How far an earlier run has come. The names of the batches that it sent say so: the programme itself keeps no notes about the drill. */
export interface WeekMark {
  /** When the week of the story begins, in milliseconds since 1970. */
  readonly begins: number;
  /** Whole days that were sent; Infinity where the quiet background has gone on after them. */
  readonly days: number;
}

/** The source that is the last one to report of each day. */
export const closingSource = 'sinkholes';

/** What was played of the week, or undefined where nothing was. */
export async function findWeek(client: Client, signal: AbortSignal): Promise<WeekMark | undefined> {
  for (const source of [closingSource, 'honeypots']) {
    const { batches } = await client.call(routes.batches, { query: { source, limit: 50 }, signal });
    for (const { name, state } of batches) {
      const [, at = '', day = Infinity] = /^week-of-([^/]+Z)\/(?:day-(\d+)|at-)/.exec(name ?? '') ?? [];
      const begins = Date.parse(at);
      if (!Number.isNaN(begins) && state === 'done')
        return { begins, days: source === closingSource ? Number(day) : 0 };
    }
  }
  return undefined;
}

/** The last second of the campaign that was sent; 0 where none was. */
export async function findCampaign(client: Client, signal: AbortSignal): Promise<number> {
  const seconds = await Promise.all(
    ['brassbell-watch', 'brassbell-sinkhole'].map(async (source) => {
      const { batches } = await client.call(routes.batches, { query: { source, limit: 20 }, signal });
      return batches.map(({ name }) => Number(/\/second-([\d.]+)/.exec(name ?? '')?.[1] ?? 0));
    }),
  );
  return Math.max(0, ...seconds.flat());
}
