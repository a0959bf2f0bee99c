import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { madeFiles } from '../scripts/made-files.ts';
import { root } from './tracked-files.ts';

// server/schema.sql is held by server/test/schema-dump.test.ts, which has a database.
test.each(Object.entries(await madeFiles()))('%s is current: node scripts/generate-docs.ts', (file, text) => {
  const target = path.join(root, file);
  expect(existsSync(target) ? readFileSync(target, 'utf8') : '').toBe(text);
});
