import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Checkpoint, CheckpointKey, Finding, LogHead } from '@tocsin/api';
import { verifyChain, type ChainVerifier, type NamedEntry } from '@tocsin/api/audit/verify-chain.ts';
import { verifyCheckpoints, verifyPlaces } from '@tocsin/api/audit/verify-checkpoints.ts';
import { UsageError } from '../problem.ts';
import { sha256, verifySignature } from './crypto.ts';

/** One line of an exported log, or of kept checkpoints. */
type Line =
  | { readonly head: LogHead }
  | { readonly entry: NamedEntry }
  | { readonly key: CheckpointKey }
  | { readonly checkpoint: Checkpoint };

/** What a log is held against besides what its export brings. */
export interface Anchors {
  /** Checkpoints that were kept from before. */
  readonly held: readonly Checkpoint[];
  /** PEM of a public key that was learnt another way: then no other counts. */
  readonly publicKey?: string;
}

export interface FileVerification {
  readonly head: LogHead;
  readonly rows: number;
  readonly checkpoints: number;
  readonly findings: readonly Finding[];
}

/** The lines of an export. Throws UsageError with the number of a line that is none. */
async function* linesOf(file: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++;
    if (text.trim() === '') continue;
    try {
      yield JSON.parse(text) as Line;
    } catch {
      throw new UsageError(`${file}, line ${number}: this is no line of an exported log.`);
    }
  }
}

/**
 * Verifies an exported log without any server. Rows are read twice, so that of a large log only the hashes at checkpoints
 * are kept in memory.
 */
export async function verifyFile(file: string, { held, publicKey }: Anchors): Promise<FileVerification> {
  let head: LogHead | undefined;
  const given: Checkpoint[] = [];
  const keys: CheckpointKey[] = [];
  for await (const line of linesOf(file)) {
    if ('head' in line) head = line.head;
    else if ('checkpoint' in line) given.push(line.checkpoint);
    else if ('key' in line) keys.push(line.key);
  }
  if (head === undefined) throw new UsageError(`${file} is no exported log: it has no head.`);
  const findings: Finding[] = [];
  const found = (finding: Finding): void => void findings.push(finding);
  const trusted =
    publicKey === undefined
      ? keys
      : [...new Set([...given, ...held].map(({ key }) => key))].map((id) => ({ id, publicKey, since: '' }));
  const checkpoints = verifyCheckpoints({ sha256, verifySignature, keys: trusted, checkpoints: given, held, found });
  const { log, org } = head;
  const places = checkpoints.flatMap((each) => each.places.filter((place) => place.log === log && place.org === org));
  const verifier: ChainVerifier = verifyChain(sha256, head, new Set(places.map(({ seq }) => seq)), found);
  for await (const line of linesOf(file)) if ('entry' in line) verifier.push(line.entry);
  verifier.end();
  verifyPlaces({ sha256, found }, head, checkpoints, (seq) => verifier.hashAt(seq));
  return { head, rows: verifier.rows(), checkpoints: checkpoints.length, findings };
}

/** The checkpoints in a file that `tocsin audit checkpoints --out` or an export wrote. */
export async function readCheckpoints(file: string): Promise<Checkpoint[]> {
  const all: Checkpoint[] = [];
  for await (const line of linesOf(file)) if ('checkpoint' in line) all.push(line.checkpoint);
  return all;
}
