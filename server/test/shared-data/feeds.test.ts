import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/ingest/decode/create-decoder.ts';
import { feeds, guessFeed, type FeedName } from '../../src/ingest/feeds/index.ts';
import { refusalReasons } from '../../src/ingest/refusal-reasons.ts';

/**
 * Real reports, which stand beside the repository and are no part of it (../shared/data/README.md): run by
 * `npx vitest run --config vitest.shared-data.config.ts` where they are. Records are counted a second time by Python, which shares no code with us.
 */
const data = join(import.meta.dirname, '../../../../shared/data/feeds');

const COUNT = `
import csv, json, sys
path, kind = sys.argv[1], sys.argv[2]
text = open(path, newline='', encoding='utf-8').read()
if kind == 'csv':
    csv.field_size_limit(1 << 30)
    rows = [row for row in csv.reader(line for line in text.splitlines(True) if not line.startswith('#')) if row]
    print(len(rows) - (0 if text.startswith('#') else 1))
elif kind == 'lines':
    print(sum(1 for line in text.split('\\n') if line.strip() and not line.startswith('#')))
else:
    value = json.loads(text)
    print(len(value['data']) if 'data' in value else len(value) if isinstance(value, list) else 1)
`;

/** What of each folder is read, and how many of its records are no events, for what reasons. */
const folders: { folder: string; kind: 'csv' | 'lines' | 'json'; feed?: FeedName; refused: Record<string, number> }[] =
  [
    { folder: 'shadowserver', kind: 'csv', feed: 'shadowserver', refused: {} },
    { folder: 'malformed', kind: 'csv', feed: 'shadowserver', refused: { too_few_columns: 1 } },
    { folder: 'cymru', kind: 'lines', feed: 'cymru', refused: {} },
    { folder: 'abuse.ch', kind: 'csv', refused: {} },
    { folder: 'xarf/v4', kind: 'json', feed: 'xarf', refused: {} },
    { folder: 'xarf/v3', kind: 'json', feed: 'xarf', refused: { unsupported_version: 4 } },
  ];

describe.skipIf(!existsSync(data))('real reports', () => {
  for (const { folder, kind, feed, refused } of folders) {
    test(`every record of ${folder} becomes an event or is refused with a reason`, () => {
      const reasons: Record<string, number> = {};
      for (const file of readdirSync(join(data, folder))) {
        const path = join(data, folder, file);
        const body = readFileSync(path);
        const guess = guessFeed(file, body.subarray(0, 4096));
        expect(guess, file).toBeDefined();
        if (feed) expect(guess?.feed, file).toBe(feed);
        let records = 0;
        let outcomes = 0;
        const decoder = createDecoder(
          feeds[guess?.feed ?? 'tocsin'],
          { fileName: file, maxRecordBytes: 1024 * 1024, maxColumns: 512 },
          {
            record(given, at) {
              records++;
              expect(at.record).toBe(++outcomes);
              expect(given.identity).not.toBe('');
              if (folder !== 'malformed') expect([file, at.line, given.time]).not.toContain(NaN);
              const named = given.address !== '' || given.domain !== '' || given.url !== '';
              // A hash concerns no one: the pipeline says so.
              expect(named || given.extra.includes('md5_hash'), `${file} ${at.line}`).toBe(true);
              expect(given.class, `${file} ${at.line}`).not.toBe('');
            },
            refuse(reason, _detail, at) {
              expect(refusalReasons[reason]).toBeTypeOf('string');
              expect(at.record).toBe(++outcomes);
              expect(decoder.raw().length).toBeGreaterThan(0);
              reasons[reason] = (reasons[reason] ?? 0) + 1;
            },
          },
        );
        decoder.push(body);
        decoder.end();
        const format = kind === 'csv' && file.endsWith('.json') ? 'json' : kind;
        const counted = Number(execFileSync('python3', ['-c', COUNT, path, format], { encoding: 'utf8' }));
        expect([file, outcomes]).toEqual([file, counted]);
        expect(records + Object.values(reasons).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0);
      }
      expect(reasons).toEqual(refused);
    });
  }
});
