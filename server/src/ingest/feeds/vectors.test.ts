import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../decode/create-decoder.ts';
import { emptyGiven, type Given } from '../given.ts';
import { refusalReasons } from '../refusal-reasons.ts';
import { feeds, guessFeed, isFeedName, type Feed } from './index.ts';

/** Samples of every feed with the outcomes that they must have. `UPDATE_VECTORS=1` writes what came: read it before it is kept. */
const root = join(import.meta.dirname, '../../../../vectors/feeds');

type Outcome = Record<string, unknown>;

const none: Record<string, unknown> = { ...emptyGiven() };

/** What was given, without what was not; the time as a date and extra as the object that it is. */
function told(given: Given): Outcome {
  const fields = Object.entries(given).filter(([name, value]) => !Object.is(value, none[name]) && name !== 'identity');
  return Object.fromEntries(
    fields.map(([name, value]) => {
      if (name === 'time') return [name, new Date(given.time).toISOString()];
      if (name === 'extra') return [name, JSON.parse(given.extra) as unknown];
      return [name, Number.isNaN(value) ? 'NaN' : (value as unknown)];
    }),
  );
}

function decode(
  feed: Feed,
  fileName: string,
  body: Uint8Array,
  chunk: number,
): { outcomes: Outcome[]; identities: string[] } {
  const outcomes: Outcome[] = [];
  const identities: string[] = [];
  const decoder = createDecoder(
    feed,
    { fileName, maxRecordBytes: 65_536, maxColumns: 512 },
    {
      record(given, at) {
        outcomes.push({ ...at, given: told(given) });
        identities.push(given.identity);
      },
      refuse(reason, detail, at) {
        expect(refusalReasons[reason]).toBeTypeOf('string');
        outcomes.push({ ...at, refused: reason, detail });
      },
    },
  );
  for (let at = 0; at < body.length; at += chunk) decoder.push(body.subarray(at, at + chunk));
  decoder.end();
  return { outcomes, identities };
}

for (const name of readdirSync(root)) {
  if (!isFeedName(name)) throw new Error(`vectors/feeds/${name} is no feed`);
  describe(name, () => {
    for (const file of readdirSync(join(root, name)).filter((one) => !one.endsWith('.expected.json'))) {
      test(file, () => {
        const body = readFileSync(join(root, name, file));
        const { outcomes, identities } = decode(feeds[name], file, body, body.length);
        const expected = join(root, name, file.replace(/\.[^.]+$/, '.expected.json'));
        if (process.env['UPDATE_VECTORS'] === '1' || !existsSync(expected))
          writeFileSync(expected, `${JSON.stringify(outcomes, null, 1)}\n`);
        expect(outcomes).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
        expect(outcomes.map((one) => one['record'])).toEqual(outcomes.map((_, index) => index + 1));
        expect(new Set(identities).size).toBe(identities.length);
        for (const chunk of [1, 7, 64])
          expect(decode(feeds[name], file, body, chunk)).toEqual({ outcomes, identities });
        if (file !== 'unknown-columns.csv') expect(guessFeed(file, body.subarray(0, 4096))?.feed).toBe(name);
      });
    }
  });
}
