import type { Checkpoint, Finding, LogHead, Verification } from '@tocsin/api/audit/entry.ts';
import { verifyChain } from '@tocsin/api/audit/verify-chain.ts';
import { verifyCheckpoints, verifyPlaces } from '@tocsin/api/audit/verify-checkpoints.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { readCheckpoints, readKeys } from '../checkpoints/store.ts';
import { verifySignature } from '../checkpoints/signing-key.ts';
import { sha256 } from '../digest.ts';
import { readChain } from '../entries/store.ts';
import { countLateUnsealed, readLogHeads } from '../listing/store.ts';

const rowsAtOnce = 5000;
const mostFindings = 1000;
/** A row that waits longer than this for its place was not put there by us, or the sealer stands still. */
const sealMs = 60_000;

/** All checkpoints that there are, with the places that the acting org may see, or those of one org. */
export async function allCheckpoints(tx: Tx, org?: number): Promise<Checkpoint[]> {
  const all: Checkpoint[] = [];
  for (;;) {
    const some = await readCheckpoints(tx, all.at(-1)?.number ?? 0, 1000, org);
    all.push(...some);
    if (some.length < 1000) return all;
  }
}

/**
 * Looks over every chain that the caller may see, or those of one org, in one view of the database. `seesAll`: the caller
 * is the operator, so that checkpoints must name every chain.
 */
export async function verifyLogs(
  db: Db,
  caller: { readonly org: number; readonly seesAll: boolean },
  org: number | undefined,
  now: Date,
): Promise<Verification> {
  const findings: Finding[] = [];
  let count = 0;
  const found = (finding: Finding): void => {
    count++;
    if (findings.length < mostFindings) findings.push(finding);
  };
  return db.asOrg(caller.org, async (tx) => {
    // What is sealed while we read does not count.
    await tx.query('set transaction isolation level repeatable read read only');
    const of = org ?? (caller.seesAll ? undefined : caller.org);
    const heads = (await readLogHeads(tx)).filter((head) => of === undefined || head.org === of);
    const given = await allCheckpoints(tx, of);
    const keys = await readKeys(tx);
    const whole = caller.seesAll && of === undefined;
    const checkpoints = verifyCheckpoints({ sha256, verifySignature, keys, checkpoints: given, whole, found });
    let rows = 0;
    for (const head of heads) rows += await verifyOne(tx, head, checkpoints, found);
    reportMissing(heads, checkpoints, found);
    const unsealed = await countLateUnsealed(tx, new Date(now.getTime() - sealMs), of);
    for (const { log, org: owner, rows: late } of unsealed.filter((each) => each.late))
      found({
        log,
        org: owner,
        problem: 'inserted',
        seq: null,
        id: null,
        detail: `${late} rows are older than a minute and have no place in the chain.`,
      });
    return {
      sound: count === 0,
      rows,
      logs: heads.length,
      checkpoints: checkpoints.length,
      unsealed: unsealed.reduce((sum, each) => sum + each.rows, 0),
      findings,
      at: now.toISOString(),
    };
  });
}

async function verifyOne(
  tx: Tx,
  head: LogHead,
  checkpoints: readonly Checkpoint[],
  found: (finding: Finding) => void,
): Promise<number> {
  const own = checkpoints.flatMap(({ places }) =>
    places.filter(({ log, org }) => log === head.log && org === head.org),
  );
  const verifier = verifyChain(sha256, head, new Set(own.map(({ seq }) => seq)), found);
  // From before the beginning, so that a row that was put there is seen.
  let after = -1;
  for (;;) {
    const entries = await readChain(tx, head, after, rowsAtOnce);
    for (const entry of entries) verifier.push(entry);
    if (entries.length < rowsAtOnce) break;
    after = entries.at(-1)?.seq ?? after;
  }
  verifier.end();
  verifyPlaces({ sha256, found }, head, checkpoints, (seq) => verifier.hashAt(seq));
  return verifier.rows();
}

/** A chain that a checkpoint names and that is gone, its head included. */
function reportMissing(
  heads: readonly LogHead[],
  checkpoints: readonly Checkpoint[],
  found: (finding: Finding) => void,
): void {
  const there = new Set(heads.map(({ log, org }) => `${log} ${org}`));
  const last = new Map(
    checkpoints.flatMap(({ places }) => places.map((place) => [`${place.log} ${place.org}`, place])),
  );
  for (const [key, { log, org, seq }] of last)
    if (!there.has(key))
      found({ log, org, problem: 'removed', seq, id: null, detail: `The chain, which once had ${seq} rows, is gone.` });
}
