import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageProblem } from './check-image.ts';
import { drillSnapshot } from './drill-snapshot.ts';
import { openSnapshot } from './snapshot.ts';
import { decodeImage, encodeImage, imageHash, type SnapshotArrays, type SnapshotFacts } from './snapshot-image.ts';

const { image } = drillSnapshot();

function damaged(change: (bytes: Uint8Array) => void, rehash = false): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(image.byteLength);
  const bytes = new Uint8Array(copy);
  bytes.set(new Uint8Array(image));
  change(bytes);
  if (rehash) bytes.set(Buffer.from(imageHash(copy), 'hex'), 16);
  return copy;
}

/** The drill snapshot with other facts or arrays, in a file that is whole by its own hash. */
function rebuilt(
  change: (
    arrays: { -readonly [Name in keyof SnapshotArrays]: SnapshotArrays[Name] },
    facts: { -readonly [Name in keyof SnapshotFacts]: SnapshotFacts[Name] },
  ) => void,
): SharedArrayBuffer {
  const decoded = decodeImage(image);
  if (typeof decoded === 'string') throw new Error(decoded);
  const arrays = Object.fromEntries(
    Object.entries(decoded.arrays).map(([name, column]) => [name, (column as Uint32Array).slice()]),
  ) as unknown as SnapshotArrays;
  const facts = { ...decoded.facts };
  change(arrays, facts);
  return encodeImage(facts, arrays);
}

test('what the compiler makes is whole', () => {
  expect(imageProblem(image)).toBeUndefined();
  expect(imageProblem(rebuilt(() => undefined))).toBeUndefined();
});

test('any changed byte is found', () => {
  fc.assert(
    fc.property(fc.nat({ max: image.byteLength - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      fc.pre(at < 48 || at >= 64); // 16 bytes that mean nothing
      expect(imageProblem(damaged((bytes) => (bytes[at] = bytes[at]! ^ change)))).toBeDefined();
    }),
    { numRuns: 60 },
  );
});

test('no byte of the preamble can change', () => {
  for (let at = 0; at < 48; at++)
    for (let bit = 1; bit < 256; bit *= 2)
      expect(imageProblem(damaged((bytes) => (bytes[at] = bytes[at]! ^ bit))), `byte ${at}, bit ${bit}`).toBeDefined();
});

test('random damage under a hash that fits never throws', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 64, max: 9000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
      (changes) => {
        expect(() =>
          imageProblem(damaged((bytes) => changes.forEach(([at, byte]) => (bytes[at] = byte)), true)),
        ).not.toThrow();
      },
    ),
    { numRuns: 60 },
  );
});

test.each<[string, () => SharedArrayBuffer]>([
  ['not an .ipdata file', () => new SharedArrayBuffer(10)],
  ['not an .ipdata file', () => damaged((bytes) => (bytes[0] = 0))],
  ['format 9', () => damaged((bytes) => (bytes[8] = 9))],
  ['cut short', () => image.slice(0, 8192)],
  ['header is not JSON', () => damaged((bytes) => (bytes[64] = 0), true)],
  ['does not match its SHA-256', () => damaged((bytes) => (bytes[bytes.length - 1] = 1))],
  ['name is not one', () => rebuilt((_, facts) => (facts.name = '../../etc/passwd'))],
  ['time of building', () => rebuilt((_, facts) => (facts.builtAt = 'yesterday'))],
  ['counts or inputs', () => rebuilt((_, facts) => (facts.prefixes4 = -1))],
  ['do not begin at the first address', () => rebuilt((arrays) => (arrays.starts4[0] = 1))],
  ['out of order', () => rebuilt((arrays) => arrays.starts4.reverse().fill(0, 0, 1))],
  ['out of order', () => rebuilt((arrays) => (arrays.starts6[8] = 0))],
  ['columns differ', () => rebuilt((arrays) => (arrays.asn = arrays.asn.slice(1)))],
  ['columns differ', () => rebuilt((arrays) => (arrays.starts6 = arrays.starts6.slice(0, -1)))],
  ['unknown country', () => rebuilt((arrays) => (arrays.country[3] = 677))],
  ['impossible prefix length', () => rebuilt((arrays) => (arrays.length[3] = 33))],
  ['unknown method', () => rebuilt((arrays) => (arrays.method[3] = 0x0f))],
  ['jump tables', () => rebuilt((arrays) => (arrays.jump4[0xc612] = 0))],
  ['jump tables', () => rebuilt((arrays) => (arrays.jump6[65_536] = 5_000))],
  [
    'several origins',
    () =>
      rebuilt((arrays) =>
        Object.assign(arrays, {
          severalRow: Uint32Array.of(1_000_000),
          severalAt: Uint32Array.of(0, 1),
          severalAsn: Uint32Array.of(64_512),
        }),
      ),
  ],
  ['several origins', () => rebuilt((arrays) => (arrays.severalAt = Uint32Array.of(0, 9)))],
  ['autonomous systems', () => rebuilt((arrays) => (arrays.nameAt[1] = 100_000))],
  ['autonomous systems', () => rebuilt((arrays) => (arrays.systemAsn[1] = 0))],
])('%s', (problem, make) => {
  expect(imageProblem(make())).toContain(problem);
});

test('what is no image cannot be opened', () => {
  expect(() => openSnapshot(new SharedArrayBuffer(100))).toThrow(RangeError);
});
