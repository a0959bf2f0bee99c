import http from 'node:http';
import type { Member } from './members.ts';

export interface Reading {
  readonly url: string;
  readonly agent: http.Agent;
  /** One connection each. */
  readonly readers: readonly Member[];
  /** `date_added` of the first and last object. */
  readonly span: { readonly first: string; readonly last: string };
  readonly limit: number;
  readonly seconds: number;
}

/** Pages before a reader begins again somewhere else. */
const pagesInARow = 20;

/** Full pages per second; each reader follows `next` from places all over the collection. */
export async function readPages({ url, agent, readers, span, limit, seconds }: Reading): Promise<number> {
  const [first, last] = [Date.parse(span.first), Date.parse(span.last)];
  const start = performance.now();
  const end = start + seconds * 1000;
  let pages = 0;
  await Promise.all(
    readers.map(async ({ handle, token }, reader) => {
      const address = `${url}/taxii2/${handle}/collections/intelligence/objects/?limit=${limit}`;
      for (let turn = 0; performance.now() < end; turn++) {
        // The golden ratio spreads any number of places evenly.
        const share = ((turn * readers.length + reader) * 0.618033988749895) % 1;
        let place = `&added_after=${new Date(first + share * (last - first)).toISOString()}`;
        const filter = place;
        for (let page = 0; page < pagesInARow && performance.now() < end; page++) {
          const { next } = await get(address + place, agent, token);
          pages++;
          if (next === undefined) break;
          place = `${filter}&next=${encodeURIComponent(next)}`;
        }
      }
    }),
  );
  return Math.round((pages * 1000) / (performance.now() - start));
}

function get(address: string, agent: http.Agent, token: string): Promise<{ next: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      let head = '';
      response.on('data', (part: Buffer) => {
        if (head === '') head = part.toString('latin1', 0, 300);
      });
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${address}: ${response.statusCode ?? ''} ${head}`));
        else resolve({ next: /^\{"more":true,"next":"([^"]+)"/.exec(head)?.[1] });
      });
    });
    request.on('error', reject);
  });
}
