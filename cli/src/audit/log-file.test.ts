import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chainHash, checkpointText, genesis, identityText } from '@tocsin/api/audit/canonical.ts';
import type { AuditEntry, Checkpoint, LogHead } from '@tocsin/api';
import { sha256 } from './crypto.ts';
import { readCheckpoints, verifyFile } from './log-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'tocsin-log-'));
afterAll(() => rmSync(directory, { recursive: true }));

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const org = 7;
const name = { key: 'ab'.repeat(32), value: 'Example Person' };

/** A chain of four rows as an export has it, with two checkpoints; `rewrite` changes rows before they are hashed. */
function exported(rewrite: (entry: AuditEntry) => AuditEntry = (entry) => entry) {
  let hash = genesis(sha256, 'audit', org);
  const start = hash;
  const entries: AuditEntry[] = [1, 2, 3, 4].map((seq) => {
    const entry = rewrite({
      ...{ log: 'audit', id: seq * 10, org, seq, hash: null, at: `2026-01-10T12:00:0${seq}.000000Z` },
      ...{ who: sha256(identityText('actor', name)), address: null, action: 'data.read', subject: 'GET /api/events' },
      detail: { events: seq },
    });
    hash = chainHash(sha256, hash, entry);
    return { ...entry, hash };
  });
  const head: LogHead = {
    ...{ log: 'audit', org, handle: 'csirt-pl', seq: 4, hash, startSeq: 0, startHash: start },
    sealedAt: '2026-01-10T12:01:00.000Z',
  };
  const checkpoints: Checkpoint[] = [];
  for (const seq of [2, 4]) {
    const before = checkpoints.at(-1)?.document;
    const number = checkpoints.length + 1;
    const at = '2026-01-10T12:01:00.000000Z';
    const places = [{ log: 'audit' as const, org, seq, hash: entries[seq - 1]?.hash ?? '' }];
    const others = [{ log: 'seen' as const, org: 8, seq: 3, hash: sha256('of another org') }];
    const previous = before === undefined ? null : sha256(before);
    const document = checkpointText(sha256, { number, at, previous }, [...places, ...others]);
    const signature = sign(null, Buffer.from(document), privateKey).toString('base64');
    checkpoints.push({ number, at, key: 'k1', document, signature, places });
  }
  return { head, entries, checkpoints };
}

function write(file: string, { head, entries, checkpoints }: ReturnType<typeof exported>): string {
  const names = { actor: name };
  const lines = [
    { head, exportedAt: '2026-01-10T12:02:00.000Z' },
    ...entries.map((entry) => ({ entry: { ...entry, names } })),
    { key: { id: 'k1', publicKey: pem, since: '2026-01-01T00:00:00.000Z' } },
    ...checkpoints.map((checkpoint) => ({ checkpoint })),
  ];
  const path = join(directory, file);
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

const problems = async (file: string, anchors: Partial<Parameters<typeof verifyFile>[1]> = {}) =>
  (await verifyFile(file, { held: [], ...anchors })).findings.map(({ problem }) => problem);

test('an export as it was given verifies without any server', async () => {
  const file = write('sound.ndjson', exported());
  expect(await verifyFile(file, { held: [], publicKey: pem })).toMatchObject({ rows: 4, checkpoints: 2, findings: [] });
  expect(await readCheckpoints(file)).toHaveLength(2);
});

test('what was changed after the export is found', async () => {
  const { entries, ...rest } = exported();
  const change = (of: (entry: AuditEntry, index: number) => AuditEntry[]) =>
    write('changed.ndjson', { ...rest, entries: entries.flatMap(of) });
  expect(await problems(change((entry, n) => [n === 1 ? { ...entry, detail: { events: 0 } } : entry]))).toEqual([
    'changed',
  ]);
  expect(await problems(change((entry, n) => (n === 1 ? [] : [entry])))).toEqual(['removed', 'checkpoint_differs']);
  expect(await problems(change((entry, n) => (n === 3 ? [] : [entry])))).toEqual(['removed', 'checkpoint_differs']);
  expect(await problems(change((entry, n) => (n === 1 ? [entry, entry] : [entry])))).toEqual(['reordered']);
});

test('a log that was written anew as a whole differs from the checkpoints that one kept', async () => {
  const kept = exported();
  const forged = exported((entry) => ({ ...entry, subject: 'GET /api/nothing' }));
  const file = write('forged.ndjson', forged);
  // Whoever has the database and the signing key makes a log that holds in itself ...
  expect(await problems(file)).toEqual([]);
  // ... but not against what a member kept.
  expect(await problems(file, { held: kept.checkpoints })).toContain('checkpoint_differs');
  const shortened = write('shortened.ndjson', { ...kept, checkpoints: kept.checkpoints.slice(0, 1) });
  expect(await problems(shortened, { held: kept.checkpoints })).toEqual(['checkpoint_missing']);
});

test('another key than the one that was told does not count', async () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const file = write('signed.ndjson', exported());
  expect(await problems(file, { publicKey: other })).toEqual(['checkpoint_broken', 'checkpoint_broken']);
});

test('a file that is no log says so', async () => {
  const path = join(directory, 'none.ndjson');
  writeFileSync(path, 'id,time\n');
  await expect(verifyFile(path, { held: [] })).rejects.toThrow('line 1');
});
