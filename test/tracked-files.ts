import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');

/** A text file of the repository, by its path from the root. */
export interface TextFile {
  path: string;
  text: string;
}

/**
 * Paths from the root of everything that is, or would be by `git add`, part of the repository. Not the lockfile, which npm writes.
 */
export function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  return listed
    .split('\0')
    .filter((file) => file !== '' && file !== 'package-lock.json' && existsSync(path.join(root, file)));
}

/** The tracked files that are text: no NUL among the first bytes. `which` chooses by path. */
export function textFiles(which: (path: string) => boolean = () => true): TextFile[] {
  return trackedFiles()
    .filter(which)
    .map((file) => ({ path: file, bytes: readFileSync(path.join(root, file)) }))
    .filter(({ bytes }) => !bytes.subarray(0, 8000).includes(0))
    .map(({ path: file, bytes }) => ({ path: file, text: bytes.toString('utf8') }));
}

/** `path:line: match` for each match, ready to be compared with an empty list. */
export function findings(files: TextFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path: file, text }) =>
    [...text.matchAll(pattern)].map((match) => `${file}:${lineOf(text, match.index)}: ${match[0].trim()}`),
  );
}

/** The number, from 1, of the line at `offset`. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
