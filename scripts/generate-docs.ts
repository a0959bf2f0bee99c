// Writes the files that are made from code: docs/errors.md, docs/operations/configuration.md, api/openapi.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { madeFiles } from './made-files.ts';

for (const [file, text] of Object.entries(await madeFiles())) {
  const target = path.join(import.meta.dirname, '..', file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}
