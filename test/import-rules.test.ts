import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cruise } from '../scripts/import-rules.mjs';
import { breaches, house } from './planted-breaches.ts';

const root = path.join(import.meta.dirname, '..');

describe('the import rules bite', () => {
  const tree = realpathSync(mkdtempSync(path.join(tmpdir(), 'tocsin-breaches-')));
  let seen: Awaited<ReturnType<typeof cruise>>;

  beforeAll(async () => {
    const files = { ...house };
    for (const { file, imports } of breaches) files[file] = imports === '' ? 'export {};\n' : `import '${imports}';\n`;
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(tree, file), text);
    }
    mkdirSync(path.join(tree, 'node_modules/@tocsin'));
    for (const name of ['api', 'scenario'])
      symlinkSync(path.join(tree, name), path.join(tree, 'node_modules/@tocsin', name));
    seen = await cruise(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  test.each(breaches)('$rule refuses $imports in $file', ({ rule, file }) => {
    const bitten = seen.violations.filter((violation) => violation.from === file || violation.to === file);
    expect(bitten.map((violation) => violation.rule.name)).toContain(rule);
  });

  test('every rule has a reason and a planted breach', () => {
    expect(seen.rules.filter((rule) => !rule.comment)).toEqual([]);
    expect(new Set(breaches.map(({ rule }) => rule))).toEqual(new Set(seen.rules.map(({ name }) => name)));
  });
});

describe('this repository', () => {
  test('keeps the import rules, and the cruiser sees all of it', { timeout: 300_000 }, async () => {
    const { modules, violations } = await cruise(root);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    const floor = JSON.parse(readFileSync(path.join(root, 'scripts/module-floor.json'), 'utf8')).modules;
    expect(modules.length, 'raise scripts/module-floor.json').toBeLessThanOrEqual(floor / 0.8);
    expect(modules.length).toBeGreaterThanOrEqual(floor);
  });
});
