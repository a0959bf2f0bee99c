import { classOf, isBlank, isNewline, isWord } from './characters.ts';
import type { Match } from './indicator.ts';

const hives: Record<string, string> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
  HKCC: 'HKEY_CURRENT_CONFIG',
  HKEY_LOCAL_MACHINE: 'HKEY_LOCAL_MACHINE',
  HKEY_CURRENT_USER: 'HKEY_CURRENT_USER',
  HKEY_CLASSES_ROOT: 'HKEY_CLASSES_ROOT',
  HKEY_USERS: 'HKEY_USERS',
  HKEY_CURRENT_CONFIG: 'HKEY_CURRENT_CONFIG',
};

/** Whether a word names a hive of the registry. */
export const isHive = (word: string): boolean => Object.hasOwn(hives, word.toUpperCase());

/** The registry key that begins with the hive text[start, end). Its hive is written out, `HKLM:\` (PowerShell) is the same as `HKLM\`. */
export function registryKeyAt(text: string, start: number, end: number): Match | undefined {
  const hive = hives[text.slice(start, end).toUpperCase()];
  let at = text.charCodeAt(end) === 0x3a ? end + 1 : end;
  if (hive === undefined || text.charCodeAt(at) !== 0x5c) return undefined;
  while (text.charCodeAt(at) === 0x5c) at += 1;
  const stop = pathEnd(text, at);
  if (stop === at) return undefined;
  return { kind: 'registry-key', value: `${hive}\\${single(text.slice(at, stop))}`, start, end: stop };
}

/** Doubled backslashes, as source code and JSON write them, are single ones. */
const single = (path: string): string => path.replaceAll('\\\\', '\\');

/** A path of Windows that begins at `start`, with a drive, a variable or a share, whose first backslash is at `slash`. */
export function windowsPathAt(text: string, start: number, slash: number): Match | undefined {
  let at = slash;
  while (text.charCodeAt(at) === 0x5c) at += 1;
  const end = pathEnd(text, at);
  if (end === at) return undefined;
  const value = text.slice(start, slash) + (start === slash ? '\\\\' : '\\') + single(text.slice(at, end));
  return { kind: 'file-path', value, start, end };
}

const ends = (code: number): boolean =>
  code <= 0x1f ||
  code === 0x22 ||
  code === 0x3c ||
  code === 0x3e ||
  code === 0x7c ||
  code === 0x2a ||
  code === 0x3f ||
  code === 0x60 ||
  Number.isNaN(code);

/** Where a path ends. A space belongs to it only where a backslash follows in the same words (`Program Files\x`), within 48 characters. */
function pathEnd(text: string, from: number): number {
  let at = from;
  let looked = -1;
  for (; at < from + 1024 && at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (ends(code) || code === 0x2c || code === 0x3b || (code > 127 && classOf(code) === 0)) break;
    if ((code === 0x27 || code === 0x29 || code === 0x5d) && !isWord(text.charCodeAt(at + 1))) break;
    if (!isBlank(code)) continue;
    if (at < looked) continue;
    const next = backslashAfter(text, at + 1);
    if (next < 0) break;
    looked = next;
  }
  while (at > from && (text.charCodeAt(at - 1) === 0x2e || text.charCodeAt(at - 1) === 0x3a)) at -= 1;
  return at;
}

function backslashAfter(text: string, from: number): number {
  for (let at = from; at < from + 48 && at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c)
      return isWord(text.charCodeAt(at + 1)) && text.charCodeAt(at - 2) !== 0x3a && text.charCodeAt(at - 1) !== 0x3a
        ? at
        : -1;
    if (ends(code) || isNewline(code) || code === 0x2c || code === 0x25) return -1;
    if (code === 0x2e && isBlank(text.charCodeAt(at + 1))) return -1;
  }
  return -1;
}

const roots = new Set(
  'etc usr var tmp opt bin sbin lib lib64 home root dev proc sys mnt media srv run boot data system library applications users private volumes'.split(
    ' ',
  ),
);

/** A path of Unix whose first slash is at `start`: below one of the usual roots. */
export function unixPathAt(text: string, start: number): Match | undefined {
  let at = start + 1;
  while (at < start + 14 && isWord(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) !== 0x2f || !roots.has(text.slice(start + 1, at).toLowerCase())) return undefined;
  for (; at < start + 1024 && at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (
      ends(code) ||
      isBlank(code) ||
      code === 0x2c ||
      code === 0x3b ||
      code === 0x27 ||
      code === 0x29 ||
      code === 0x5d
    )
      break;
    if (code > 127 && classOf(code) === 0) break;
  }
  while (at > start && (text.charCodeAt(at - 1) === 0x2e || text.charCodeAt(at - 1) === 0x3a)) at -= 1;
  return { kind: 'file-path', value: text.slice(start, at), start, end: at };
}
