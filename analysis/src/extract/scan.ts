import { ipv6End, prefixEnd } from './addresses.ts';
import {
  classOf,
  DIGIT,
  DOT,
  HEX_LETTER,
  isHexDigit,
  isNewline,
  isWord,
  OTHER_LETTER,
  UNDERSCORE,
} from './characters.ts';
import { hashAt, isImphash } from './hashes.ts';
import { isRegistrable } from './hosts.ts';
import { asnAt, cveAt, ssdeepAt, techniqueAt } from './identifiers.ts';
import type { Match } from './indicator.ts';
import { dottedMatch } from './names.ts';
import { isHive, registryKeyAt, unixPathAt, windowsPathAt } from './paths.ts';
import { RuleBlocks } from './rules.ts';
import { urlAt } from './urls.ts';
import { walletAt } from './wallets.ts';

const LETTERS = HEX_LETTER | OTHER_LETTER;

/** A match and whether it was put together over a line break. */
export interface Found extends Match {
  rejoined?: boolean;
}

/**
 * Everything in a refanged text that has the form of an indicator, in one pass from left to right. Each matcher reads forward what it takes
 * and back at most a few characters, so that the time is linear in the text.
 */
export function scan(text: string): Found[] {
  const found: Found[] = [];
  const rules = new RuleBlocks(text);
  let at = 0;
  while (at < text.length) {
    let mask = classOf(text.charCodeAt(at));
    if (mask === 0) {
      at = atMark(text, at, found);
      continue;
    }
    const start = at;
    at += 1;
    for (let kind = classOf(text.charCodeAt(at)); kind !== 0; kind = classOf(text.charCodeAt(at))) {
      mask |= kind;
      at += 1;
    }
    // Most of a text is words: letters, and after them nothing that makes more of it.
    if ((mask & ~LETTERS) === 0 && !opens(text.charCodeAt(at))) {
      if (at - start === 4 && text.startsWith('rule', start)) push(found, rules.yaraAt(start));
      else if (at - start < 31 && !(at - start === 3 && text.charCodeAt(at) === 0x20)) continue;
    }
    at = atRun(text, start, at, mask, found, rules);
  }
  return found;
}

/** Characters after a word that may make an address or a path of it. */
const opens = (code: number): boolean => code === 0x40 || code === 0x3a || code === 0x5c || code === 0x25;

function push(found: Found[], match: Found | undefined): boolean {
  if (match === undefined) return false;
  found.push(match);
  return true;
}

/** What begins with a mark: the slashes of a URL, a path of Unix, a share, an address such as `::1`. Returns where to go on. */
function atMark(text: string, at: number, found: Found[]): number {
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (code === 0x2f || (code === 0x5c && text.charCodeAt(at - 1) === 0x3a)) {
    if (next === code) {
      const url = urlAt(text, at);
      if (url !== undefined) return take(found, url);
      return at + 1;
    }
    if (code === 0x2f && isWord(next) && !isWord(text.charCodeAt(at - 1)) && text.charCodeAt(at - 1) !== 0x3c) {
      const path = unixPathAt(text, at);
      if (path !== undefined) return take(found, path);
    }
  }
  if (
    code === 0x5c &&
    next === 0x5c &&
    isWord(text.charCodeAt(at + 2)) &&
    !isWord(text.charCodeAt(at - 1)) &&
    text.charCodeAt(at - 1) !== 0x5c
  ) {
    const share = windowsPathAt(text, at, at);
    if (share?.value.slice(2).includes('\\') === true) return take(found, share);
  }
  if (code === 0x25 && isWord(next)) return atVariable(text, at, found);
  if (code === 0x3a && next === 0x3a && isHexDigit(text.charCodeAt(at + 2)) && !isWord(text.charCodeAt(at - 1))) {
    const end = ipv6End(text, at);
    if (end > 0 && !isWord(text.charCodeAt(end))) return take(found, addressMatch(text, at, end));
  }
  return at + 1;
}

/** Adds a match, instead of what it swallows, and goes on after it. */
function take(found: Found[], match: Found): number {
  for (
    let last = found.at(-1);
    last !== undefined && last.end > match.start && last.kind !== 'yara' && last.kind !== 'sigma';
    last = found.at(-1)
  )
    found.pop();
  found.push(match);
  return match.end;
}

/** `%APPDATA%\...` */
function atVariable(text: string, at: number, found: Found[]): number {
  let end = at + 1;
  while (
    end < at + 32 &&
    (isWord(text.charCodeAt(end)) ||
      text.charCodeAt(end) === 0x5f ||
      text.charCodeAt(end) === 0x28 ||
      text.charCodeAt(end) === 0x29)
  )
    end += 1;
  if (text.charCodeAt(end) !== 0x25 || text.charCodeAt(end + 1) !== 0x5c) return at + 1;
  const path = windowsPathAt(text, at, end + 1);
  return path === undefined ? at + 1 : take(found, path);
}

function addressMatch(text: string, start: number, end: number): Match {
  const prefix = prefixEnd(text, end, 128);
  const host = text.slice(start, end).toLowerCase();
  return prefix > 0
    ? { kind: 'cidr', value: text.slice(start, prefix).toLowerCase(), host, start, end: prefix }
    : { kind: 'ipv6', value: host, host, start, end };
}

/** What a run of letters, digits, dots, hyphens and underscores is. Returns where to go on. */
function atRun(text: string, start: number, runEnd: number, mask: number, found: Found[], rules: RuleBlocks): number {
  const after = text.charCodeAt(runEnd);
  if (after === 0x40) {
    const email = emailAt(text, start, runEnd);
    if (email !== undefined) return take(found, email);
  }
  if (after === 0x3a || after === 0x5c) {
    const end = beforeMark(text, start, runEnd, mask, found, rules);
    if (end > 0) return end;
  }
  // The marks that end a sentence, and those around emphasis, are no part of a name.
  let from = start;
  let end = runEnd;
  while (from < end && isEdge(text.charCodeAt(from))) from += 1;
  while (end > from && isEdge(text.charCodeAt(end - 1))) end -= 1;
  if (end - from < 3) return runEnd;
  const match = plainRun(text, from, end, mask);
  if (match === undefined) return Math.max(runEnd, 0);
  return Math.max(runEnd, take(found, match));
}

const isEdge = (code: number): boolean => code === 0x2e || code === 0x2d || code === 0x5f;

/** Before a colon or a backslash: IPv6, ssdeep, drives, hives, the title of a Sigma rule. 0 where it is none of these. */
function beforeMark(text: string, start: number, end: number, mask: number, found: Found[], rules: RuleBlocks): number {
  const colon = text.charCodeAt(end) === 0x3a;
  if (colon && end - start <= 4 && (mask & ~(HEX_LETTER | DIGIT)) === 0 && text.charCodeAt(start - 1) !== 0x3a) {
    const stop = ipv6End(text, start);
    if (stop > 0 && !isWord(text.charCodeAt(stop)) && text.charCodeAt(stop) !== 0x3a)
      return take(found, addressMatch(text, start, stop));
  }
  if (colon && mask === DIGIT) {
    const fuzzy = ssdeepAt(text, start, end);
    if (fuzzy !== undefined) return take(found, fuzzy);
  }
  if (colon && end - start === 1 && (mask & LETTERS) !== 0 && text.charCodeAt(end + 1) === 0x5c) {
    const path = windowsPathAt(text, start, end + 1);
    if (path !== undefined) return take(found, { ...path, value: path.value });
  }
  if ((mask & ~(LETTERS | UNDERSCORE)) === 0 && isHive(text.slice(start, end))) {
    const key = registryKeyAt(text, start, end);
    if (key !== undefined) return take(found, key);
  }
  if (
    colon &&
    end - start === 5 &&
    text.startsWith('title', start) &&
    (start === 0 || isNewline(text.charCodeAt(start - 1)))
  ) {
    push(found, rules.sigmaAt(start));
  }
  return 0;
}

function plainRun(text: string, start: number, end: number, mask: number): Found | undefined {
  const length = end - start;
  const first = text.charCodeAt(start) | 32;
  if ((mask & ~(HEX_LETTER | DIGIT)) === 0 && length >= 8) {
    const hash = hashAt(text, start, end);
    if (hash !== undefined) {
      const kind = hash.kind === 'md5' && isImphash(text, start) ? 'imphash' : hash.kind;
      return { kind, value: hash.value, start, end: hash.end, rejoined: hash.rejoined };
    }
  }
  if (first === 0x63 && text.charCodeAt(start + 1) !== 0x2e) {
    const cve = cveAt(text, start);
    if (cve !== undefined) return cve;
  }
  if (text.charCodeAt(start) === 0x54 && (mask & DIGIT) !== 0) {
    const technique = techniqueAt(text, start, end);
    if (technique !== undefined) return technique;
  }
  if (text.charCodeAt(start) === 0x41 && text.charCodeAt(start + 1) === 0x53) {
    const asn = asnAt(text, start);
    if (asn !== undefined) return asn;
  }
  if (length >= 26 && length <= 106 && (mask & ~(LETTERS | DIGIT)) === 0) {
    const wallet = walletAt(text, start, end);
    if (wallet !== undefined) return wallet;
  }
  return (mask & DOT) === 0 ? undefined : dottedMatch(text, start, end);
}

const isLocal = (code: number): boolean =>
  isWord(code) || code === 0x2b || code === 0x25 || code === 0x21 || code === 0x23 || code === 0x26 || code === 0x3d;

/** The e-mail address whose local part ends, at an at sign, at `sign` (RFC 5321, section 4.1.2, without quoted parts). */
function emailAt(text: string, runStart: number, sign: number): Match | undefined {
  let start = runStart;
  while (start > sign - 64 && start > 0 && (isLocal(text.charCodeAt(start - 1)) || text.charCodeAt(start - 1) === 0x2e))
    start -= 1;
  start = Math.max(start, sign - 64);
  while (start < sign && !isWord(text.charCodeAt(start)) && text.charCodeAt(start) !== 0x5f) start += 1;
  let end = sign + 1;
  while (end < sign + 255 && classOf(text.charCodeAt(end)) !== 0) end += 1;
  while (end > sign && isEdge(text.charCodeAt(end - 1))) end -= 1;
  const host = text.slice(sign + 1, end).toLowerCase();
  const local = text.slice(start, sign);
  if (local === '' || local.endsWith('.') || local.includes('..') || !isRegistrable(host)) return undefined;
  return { kind: 'email', value: `${local}@${host}`.toLowerCase(), host, start, end };
}
