import http from 'node:http';
import { parseArgs } from 'node:util';
import { createPool, dbOn, type Db } from '#kernel/db.ts';
import { systemClock } from '#kernel/clock.ts';
import { storeObjects } from '#intelligence/store.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { makeMembers, type Member } from './taxii/members.ts';
import { newObject, objectText } from './taxii/objects.ts';
import { readPages } from './taxii/pages.ts';

const connections = 8;
const chunk = 5000;

/**
 * TAXII with many objects stored: pages per second by eight connections from places all over the collection, one of them of
 * an org that may see 0.1 % of it; objects per second sent to a collection that 44 nations read; time until all 44 have one.
 */
export async function benchTaxii(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: { objects: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '10' } },
  });
  const objects = Number(values.objects);
  const seconds = Number(values.seconds);
  const server = await startServerProcess();
  const pool = createPool({ url: server.databaseUrl('tocsin_app'), connections: 4 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  try {
    const db = dbOn(pool, { debug: () => undefined, warn: () => undefined });
    const members = await makeMembers(server);
    const span = await fill(db, members, objects);
    const owner = createOwnerPool(server);
    await owner.query('vacuum analyze object_version, collection_entry, change, object, release_reason');
    await owner.end();
    const readers = Array.from({ length: connections }, (_, index) =>
      index === 0 ? members.small : members.nations[index % members.nations.length],
    ).filter((member): member is Member => member !== undefined);
    const reading = { url: server.url, agent, readers, span };
    await readPages({ ...reading, limit: 100, seconds: 2 });
    const pages100PerSecond = await readPages({ ...reading, limit: 100, seconds });
    console.log(`pages of 100: ${pages100PerSecond} a second`);
    const pages1000PerSecond = await readPages({ ...reading, limit: 1000, seconds });
    console.log(`pages of 1,000: ${pages1000PerSecond} a second`);
    const postObjectsPerSecond = await post(server, agent, members.writer, seconds);
    console.log(`objects sent: ${postObjectsPerSecond} a second`);
    const publishP99Ms = await publish(server, agent, members, 100);
    const { stored } = await db.asSystem('bench', (tx) =>
      tx.one<{ stored: number }>('select count(*) as stored from object_version'),
    );
    return { pages100PerSecond, pages1000PerSecond, postObjectsPerSecond, publishP99Ms, stored };
  } finally {
    agent.destroy();
    await pool.end();
    await server.remove();
  }
}

const createOwnerPool = (server: ServerProcess) =>
  createPool({ url: server.databaseUrl('tocsin_owner'), connections: 1 });

/** Stores objects as the operator: one in a thousand also for the small org. Gives when the first and last came in. */
async function fill(
  db: Db,
  { operator, nations, small }: Awaited<ReturnType<typeof makeMembers>>,
  count: number,
): Promise<{ first: string; last: string }> {
  const orgs = nations.map(({ id }) => id);
  const start = performance.now();
  for (let done = 0; done < count; done += chunk) {
    const size = Math.min(chunk, count - done);
    const some = Math.max(1, Math.round(size / 1000));
    const store = (length: number, named: number[]) =>
      storeObjects(
        db,
        {
          objects: Array.from({ length }, newObject),
          terms: { owner: operator, defaultTlp: 'amber', orgs: named },
          by: 'bench',
        },
        systemClock.now(),
      );
    await store(size - some, orgs);
    await store(some, [...orgs, small.id]);
    if (done % (chunk * 20) === 0)
      console.log(`${done + size} objects, ${Math.round((performance.now() - start) / 1000)} s`);
  }
  return db.asSystem('bench', (tx) =>
    tx.one<{ first: string; last: string }>(
      `select to_char(min(date_added) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as first,
         to_char(max(date_added) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as last from collection_entry`,
    ),
  );
}

/** Objects per second by as many connections, in envelopes of 1,000. */
async function post(server: ServerProcess, agent: http.Agent, writer: Member, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  let stored = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        const body = `{"objects":[${Array.from({ length: 1000 }, objectText).join(',')}]}`;
        const { status, text } = await send(
          server.url,
          agent,
          writer,
          'POST',
          `/taxii2/${writer.handle}/collections/bench/objects/`,
          body,
        );
        if (status !== 202) throw new Error(text);
        stored += (JSON.parse(text) as { success_count: number }).success_count;
      }
    }),
  );
  return Math.round((stored * 1000) / (performance.now() - start));
}

/** Milliseconds, in 99 of 100 cases, from sending an object until each nation has read it. */
async function publish(
  server: ServerProcess,
  agent: http.Agent,
  { writer, nations }: Awaited<ReturnType<typeof makeMembers>>,
  times: number,
): Promise<number> {
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    const text = objectText();
    const { id } = JSON.parse(text) as { id: string };
    const start = performance.now();
    await send(
      server.url,
      agent,
      writer,
      'POST',
      `/taxii2/${writer.handle}/collections/bench/objects/`,
      `{"objects":[${text}]}`,
    );
    await Promise.all(
      nations.map(async (nation) => {
        for (;;) {
          const { status } = await send(
            server.url,
            agent,
            nation,
            'GET',
            `/taxii2/${nation.handle}/collections/bench/objects/${id}/`,
          );
          if (status === 200) return;
        }
      }),
    );
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  return Math.round(took[Math.floor(took.length * 0.99)] ?? NaN);
}

function send(
  url: string,
  agent: http.Agent,
  { token }: Member,
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/taxii+json', 'content-length': Buffer.byteLength(body) }) }; // prettier-ignore
    const request = http.request(url + path, { method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
