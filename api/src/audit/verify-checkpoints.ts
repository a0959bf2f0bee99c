import { leafOf, type CheckpointDocument, type Sha256 } from './canonical.ts';
import type { Checkpoint, CheckpointKey, CheckpointPlace, Finding, LogHead } from './entry.ts';

/** True when the signature (base64, Ed25519) over the text's bytes is that of the key (SPKI, PEM). Handed in. */
export type VerifySignature = (text: string, signature: string, publicKey: string) => boolean;

export interface CheckpointCheck {
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
  readonly keys: readonly CheckpointKey[];
  /** In order of their numbers. */
  readonly checkpoints: readonly Checkpoint[];
  /** Copies that the verifier kept of what it was given before; whoever owns the database cannot change these. */
  readonly held?: readonly Checkpoint[];
  /** True when the checkpoints name the places of every chain, not only those of one org: then none may be missing. */
  readonly whole?: boolean;
  readonly found: (finding: Finding) => void;
}

/**
 * Holds checkpoints against their signatures, each other, and copies that were kept. Of each number the kept copy counts
 * from then on. Returns, by number, what each says.
 */
export function verifyCheckpoints(check: CheckpointCheck): Checkpoint[] {
  const { sha256, verifySignature, keys, checkpoints, held = [], whole = false, found } = check;
  const keyOf = new Map(keys.map(({ id, publicKey }) => [id, publicKey]));
  const report = (problem: Finding['problem'], { number }: Checkpoint, detail: string): void =>
    found({ log: 'audit', org: 0, problem, seq: null, id: number, detail });
  const given = new Map(checkpoints.map((each) => [each.number, each]));
  for (const copy of held) {
    const now = given.get(copy.number);
    if (now === undefined)
      report('checkpoint_missing', copy, `Checkpoint ${copy.number}, of which you have a copy, is gone.`);
    else if (now.document !== copy.document)
      report('checkpoint_differs', copy, `Checkpoint ${copy.number} says something else than your copy.`);
    given.set(copy.number, { ...copy, places: [...copy.places, ...(now?.places ?? [])] });
  }
  const all = [...given.values()].sort((a, b) => a.number - b.number);
  let before: Checkpoint | undefined;
  const chains = new Set<string>();
  for (const each of all) {
    const key = keyOf.get(each.key);
    if (key === undefined || !verifySignature(each.document, each.signature, key))
      report('checkpoint_broken', each, `Checkpoint ${each.number} is not signed by key ${each.key}.`);
    const { number, previous, leaves } = documentOf(each);
    if (number !== each.number) report('checkpoint_broken', each, `Checkpoint ${each.number} says it is ${number}.`);
    const expected = (before?.number ?? 0) + 1;
    if (each.number !== expected)
      report('checkpoint_missing', each, `Checkpoints ${expected} to ${each.number - 1} are missing.`);
    else if (previous !== (before === undefined ? null : sha256(before.document)))
      report('checkpoint_broken', each, `Checkpoint ${each.number} does not go on from the one before.`);
    for (const { log, org } of each.places) chains.add(`${log} ${org}`);
    if (whole && leaves.length !== chains.size)
      report(
        'checkpoint_broken',
        each,
        `Checkpoint ${each.number} was signed over ${leaves.length} chains; ${chains.size} are named.`,
      );
    before = each;
  }
  return all;
}

/** What a checkpoint says; nothing where its document cannot be read. */
function documentOf({ document }: Checkpoint): Pick<CheckpointDocument, 'number' | 'previous' | 'leaves'> {
  try {
    const { number, previous, leaves } = JSON.parse(document) as Partial<CheckpointDocument>;
    return { number: number ?? -1, previous: previous ?? null, leaves: Array.isArray(leaves) ? leaves : [] };
  } catch {
    return { number: -1, previous: null, leaves: [] };
  }
}

/** The places of one chain at each checkpoint: where it had not moved, that of the checkpoint before. */
export function placesOf(
  checkpoints: readonly Checkpoint[],
  { log, org }: Pick<LogHead, 'log' | 'org'>,
): { checkpoint: Checkpoint; places: CheckpointPlace[] }[] {
  let places: CheckpointPlace[] = [];
  return checkpoints.map((checkpoint) => {
    const own = checkpoint.places.filter((place) => place.log === log && place.org === org);
    if (own.length > 0) places = own;
    return { checkpoint, places };
  });
}

/**
 * Holds one chain against the checkpoints: each place that they name must have that hash in the chain, and its digest must
 * stand in the signed document.
 */
export function verifyPlaces(
  { sha256, found }: Pick<CheckpointCheck, 'sha256' | 'found'>,
  head: LogHead,
  checkpoints: readonly Checkpoint[],
  hashAt: (seq: number) => string | undefined,
): void {
  const { log, org } = head;
  for (const { checkpoint, places } of placesOf(checkpoints, head)) {
    const leaves = new Set(documentOf(checkpoint).leaves);
    const report = (seq: number, detail: string): void =>
      found({ log, org, problem: 'checkpoint_differs', seq, id: checkpoint.number, detail });
    for (const place of places) {
      if (!leaves.has(leafOf(sha256, checkpoint.number, place)))
        report(place.seq, `Checkpoint ${checkpoint.number} was not signed over place ${place.seq} as it stands.`);
      // What lies before the kept rows is vouched for by the place that they begin with.
      if (place.seq >= head.startSeq && hashAt(place.seq) !== place.hash)
        report(place.seq, `At checkpoint ${checkpoint.number}, place ${place.seq} had another hash.`);
    }
  }
  if (
    head.startSeq > 0 &&
    !checkpoints.some(({ places }) =>
      places.some(
        (place) =>
          place.log === log && place.org === org && place.seq === head.startSeq && place.hash === head.startHash,
      ),
    )
  )
    found({
      log,
      org,
      problem: 'checkpoint_missing',
      seq: head.startSeq,
      id: null,
      detail: `The chain begins behind place ${head.startSeq}, which no checkpoint vouches for.`,
    });
}
