import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { findings, lineOf, root, textFiles, trackedFiles, type TextFile } from './tracked-files.ts';

const isCode = (file: string): boolean => /\.tsx?$/.test(file);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

test('no file has a name that explains nothing', () => {
  expect(
    trackedFiles().filter((file) => /(^|\/)(utils?|helpers?|common|misc|manager|base)\.(ts|tsx|mjs|js)$/.test(file)),
  ).toEqual([]);
});

test('files are kebab-case', () => {
  const odd = trackedFiles().filter(
    (file) => isCode(file) && !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z-]+)*$/.test(path.basename(file)),
  );
  expect(odd).toEqual([]);
});

test('nothing but sharing/decide.ts makes a Cleared value', () => {
  const makers = textFiles(isCode).flatMap(clearedCasts);
  expect(makers.filter((place) => !place.startsWith('server/src/sharing/decide.ts:'))).toEqual([]);
  expect(makers.length, 'decide.ts itself casts, or this test looks for the wrong thing').toBeGreaterThan(0);
});

/**
 * Assertions to a type that names Cleared, and what does the same in disguise: a type predicate, and in the server `as never`, which
 * is assignable to anything. (`any` and `<T>value` are refused by eslint and erasableSyntaxOnly.)
 */
function clearedCasts({ path: file, text }: TextFile): string[] {
  if (!/\bCleared\b|\bas never\b/.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const type =
      ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isTypePredicateNode(node)
        ? node.type
        : undefined;
    const disguised = type?.kind === ts.SyntaxKind.NeverKeyword && file.startsWith('server/src/');
    if (type && (disguised || /\bCleared\b/.test(type.getText(source)))) {
      found.push(`${file}:${lineOf(text, node.getStart(source))}: ${node.getText(source).slice(0, 80)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no tracked file names a machine, a registry host or a secret', () => {
  const files = textFiles((file) => file !== 'test/repository.test.ts');
  expect(findings(files, /(?<![\w.~-])\/(work|root|home|Users)\/[\w.-]*/g), 'paths of one machine').toEqual([]);
  expect(
    findings(files, /\b(registry\.(npmjs|yarnpkg)\.\w+|npm\.pkg\.github\.com|deb\.debian\.org|pypi\.org\/simple)\b/g),
    'registries',
  ).toEqual([]);
  expect(
    findings(
      files,
      /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bxox[abpr]-[\w-]{10,}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/g,
    ),
    'secrets',
  ).toEqual([]);
});

test('the lockfile names no host', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; link?: boolean }>;
  };
  expect(Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined && !entry.link)).toEqual([]);
});

/** Licences that let a government, a provider or a vendor ship Tocsin without asking anyone. */
const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
  'PostgreSQL',
  'Zlib',
]);

test('every package that the product ships has a permissive licence', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { license?: string; dev?: boolean; link?: boolean }>;
  };
  const shipped = Object.entries(packages).filter(
    ([name, entry]) => name.includes('node_modules/') && !entry.dev && !entry.link,
  );
  expect(shipped.length).toBeGreaterThan(50);
  // The fonts name a file in place of a licence: that of Bitstream Vera, which permits use, embedding and passing on. png-js names
  // none and brings the MIT licence as a file.
  const looked = new Set(['node_modules/dejavu-fonts-ttf', 'node_modules/png-js']);
  const doubtful = shipped.filter(([name, { license }]) => !looked.has(name) && !isPermissive(license ?? ''));
  expect(doubtful.map(([name, { license }]) => `${name}: ${license ?? 'no licence named'}`)).toEqual([]);
});

/** Of "A OR B" we choose the one that suits; of "A AND B" both must. */
function isPermissive(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, '').trim();
  return plain.split(/ OR /).some((choice) => choice.split(/ AND /).every((licence) => permissive.has(licence.trim())));
}

test('every package that a workspace names has its reason in docs/adr/0011-packages.md', () => {
  const page = read('docs/adr/0011-packages.md');
  const reasons = [...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const named = trackedFiles()
    .filter((file) => /^([a-z]+\/)?package\.json$/.test(file))
    .map((file) => JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>)
    .flatMap((manifest) =>
      ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(manifest[kind] ?? {})),
    )
    .filter((name) => !name.startsWith('@tocsin/'));
  expect(named.length).toBeGreaterThan(20);
  expect(
    named.filter(
      (name) =>
        !reasons.some((reason) => reason === name || (reason.endsWith('/*') && name.startsWith(reason.slice(0, -1)))),
    ),
  ).toEqual([]);
});

/** Files that may be longer than 400 lines, each with the reason. */
const longFiles: Record<string, string> = {};

test('files stay small: 400 lines at most', () => {
  const sizes = textFiles((file) => isCode(file) || file.endsWith('.mjs'))
    .map(({ path: file, text }) => ({ file, lines: text.split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]!.lines;
  const long = sizes.filter(({ lines }) => lines > 400);
  console.log(
    `${sizes.length} files; lines: median ${at(0.5)} (aim 80), nine in ten up to ${at(0.9)} (aim 250), longest ` +
      sizes
        .slice(-5)
        .map(({ file, lines }) => `${file} ${lines}`)
        .reverse()
        .join(', '),
  );
  expect(long.filter(({ file }) => longFiles[file] === undefined)).toEqual([]);
});

test('ARCHITECTURE.md has at most 150 lines, and each decision in docs/adr is one page', () => {
  expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(151);
  const decisions = textFiles((file) => /^docs\/adr\/.*\.md$/.test(file));
  expect(decisions.length).toBeGreaterThan(0);
  expect(decisions.filter(({ text }) => text.split('\n').length > 60).map(({ path: file }) => file)).toEqual([]);
  expect(decisions.filter(({ path: file }) => !/^docs\/adr\/\d{4}-[a-z0-9-]+\.md$/.test(file))).toEqual([]);
});

test('every path that ARCHITECTURE.md says to open is there', () => {
  const paths = [...read('ARCHITECTURE.md').matchAll(/`([\w./-]+\/[\w./-]*)`/g)].map(([, file]) => file!);
  expect(paths.length).toBeGreaterThan(20);
  const places = ['', 'server/src/', 'console/src/'];
  expect(paths.filter((file) => !places.some((place) => existsSync(path.join(root, place, file))))).toEqual([]);
});

test('links between the pages of this repository lead somewhere', () => {
  const present = new Set(trackedFiles());
  const folders = new Set(
    [...present].flatMap((file) => file.split('/').map((_, depth, parts) => parts.slice(0, depth).join('/'))),
  );
  const dead = textFiles((file) => file.endsWith('.md')).flatMap(({ path: file, text }) =>
    [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target]) => path.posix.normalize(path.posix.join(path.posix.dirname(file), target!)).replace(/\/$/, ''))
      .filter((target) => !present.has(target) && !folders.has(target))
      .map((target) => `${file}: ${target}`),
  );
  expect(dead).toEqual([]);
});
