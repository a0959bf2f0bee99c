import { Readable } from 'node:stream';
import { routes, type LogHead, type LogName } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { readCheckpoints, readKeys } from './checkpoints/store.ts';
import { sha256 } from './digest.ts';
import { readChain } from './entries/store.ts';
import { genesis } from '@tocsin/api/audit/canonical.ts';
import { listAudit, orgOf, readLogHeads } from './listing/store.ts';
import { checkpointLines, csvEntries, csvHeader, entryLines, headLine } from './log-text.ts';
import { listReceipts } from './receipts/store.ts';
import { allCheckpoints, verifyLogs } from './verification/store.ts';

export interface AuditDeps {
  readonly db: Db;
  readonly clock: Clock;
}

const rowsAtOnce = 2000;

/** Mounts the audit trail, its export and verification, checkpoints, and what an org was given. */
export function auditRoutes(app: FastifyInstance, { db, clock }: AuditDeps): void {
  mount(app, routes.audit, ({ query, caller }) => db.asOrg(caller.org, (tx) => listAudit(tx, query, ownOrg(caller))));

  mount(app, routes.auditLogs, ({ caller }) => db.asOrg(caller.org, readLogHeads));

  mount(app, routes.exportLog, async ({ params: { log }, query, caller, reply }) => {
    const head = await db.asOrg(caller.org, (tx) => headOf(tx, log, caller, query.org, clock.now()));
    const csv = query.format === 'csv';
    reply
      .type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
      .header('content-disposition', `attachment; filename="${log}-${head.handle}.${csv ? 'csv' : 'ndjson'}"`);
    return reply.send(Readable.from(csv ? csvOf(head, caller) : linesOf(head, caller)));
  });

  async function* linesOf(head: LogHead, caller: Caller): AsyncGenerator<string> {
    yield headLine(head, clock.now());
    for await (const entries of pagesOf(head, caller)) yield entryLines(entries);
    yield await db.asOrg(caller.org, async (tx) =>
      checkpointLines(await allCheckpoints(tx, head.org), await readKeys(tx)),
    );
  }

  async function* csvOf(head: LogHead, caller: Caller): AsyncGenerator<string> {
    yield csvHeader(head.log);
    for await (const entries of pagesOf(head, caller)) yield csvEntries(head.log, entries);
  }

  /** The rows up to the head that was told: what is sealed meanwhile belongs to the next export. */
  async function* pagesOf(head: LogHead, caller: Caller) {
    for (let after = head.startSeq; after < head.seq;) {
      const limit = Math.min(rowsAtOnce, head.seq - after);
      const entries = await db.asOrg(caller.org, (tx) => readChain(tx, head, after, limit));
      if (entries.length === 0) return;
      yield entries.filter(({ seq }) => seq !== null && seq <= head.seq);
      after = entries.at(-1)?.seq ?? head.seq;
    }
  }

  mount(app, routes.verifyAudit, async ({ body, caller }) => {
    const { org } = body;
    const of = org === undefined ? undefined : await db.asOrg(caller.org, (tx) => knownOrg(tx, org, caller));
    return verifyLogs(db, { org: caller.org, seesAll: caller.orgKind === 'operator' }, of, clock.now());
  });

  mount(app, routes.checkpoints, ({ query: { after = 0, limit = 100 }, caller }) =>
    db.asOrg(caller.org, (tx) => readCheckpoints(tx, after, limit)),
  );

  mount(app, routes.auditKeys, async () => ({
    algorithm: 'Ed25519' as const,
    keys: await db.asSystem('checkpoint keys', readKeys),
  }));

  mount(app, routes.receipts, ({ query, caller }) =>
    db.asOrg(caller.org, (tx) => listReceipts(tx, query, ownOrg(caller))),
  );
}

/** The caller's org where it may see no other. */
const ownOrg = (caller: Caller): number | undefined => (caller.orgKind === 'operator' ? undefined : caller.org);

/** An org that the caller may ask about. Throws `not_found`, whether there is none or it is another's. */
async function knownOrg(tx: Tx, handle: string, caller: Caller): Promise<number> {
  const org = await orgOf(tx, handle);
  if (org === undefined || (caller.orgKind !== 'operator' && org !== caller.org))
    throw new AppError('not_found', { detail: `There is no organisation ${handle}.` });
  return org;
}

/** The head of a chain, that of an empty one included. */
async function headOf(tx: Tx, log: LogName, caller: Caller, handle: string | undefined, now: Date): Promise<LogHead> {
  const org = handle === undefined ? caller.org : await knownOrg(tx, handle, caller);
  const head = (await readLogHeads(tx)).find((each) => each.log === log && each.org === org);
  if (head !== undefined) return head;
  const hash = genesis(sha256, log, org);
  const empty = { seq: 0, hash, startSeq: 0, startHash: hash, sealedAt: now.toISOString() };
  return { log, org, handle: handle ?? caller.orgHandle, ...empty };
}
