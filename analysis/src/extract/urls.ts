import { ipv6End, isIpv4 } from './addresses.ts';
import { classOf, isBlank, isDigit, isLower, isNewline, isSpace, isUpper, isWord } from './characters.ts';
import { isRegistrable } from './hosts.ts';
import type { Match } from './indicator.ts';

const plain = new Set(
  'http https ftp sftp ftps tcp udp ws wss ldap ldaps rtsp rtmp smb file ssh telnet irc ircs socks4 socks5 tls ssl mqtt dns mongodb redis'.split(
    ' ',
  ),
);

/** The scheme that a word before `://` means: `hxxps`, `h**p`, `XXXX`, `fxp`, `meow` ... Undefined where it means none. */
export function schemeOf(word: string): { scheme: string; defanged: boolean } | undefined {
  const lower = word.toLowerCase();
  if (plain.has(lower))
    return { scheme: lower, defanged: word !== lower && /[a-z]/.test(word) && /[A-Z]/.test(word.slice(1)) };
  if (/^(?:h[a-z*_.-]{1,3}ps?|x{4,5}s?|h__ps?|meows?|h[x*]{1,3}s?|[*x]{2}ps?|[*]{4}s?)$/.test(lower)) {
    const secure = lower.length > 4 && lower.endsWith('s') ? true : lower === 'xxxxx';
    return { scheme: secure ? 'https' : 'http', defanged: true };
  }
  return /^f(?:xp|tx|\*p|t\*)s?$/.test(lower)
    ? { scheme: lower.endsWith('s') ? 'ftps' : 'ftp', defanged: true }
    : undefined;
}

const isSchemeCharacter = (code: number): boolean =>
  isLower(code) || isUpper(code) || isDigit(code) || code === 0x2a || code === 0x5f;

/** The URL whose `//` (or `\\`) stands at `slashes`: its scheme is read backwards, the rest forwards. */
export function urlAt(text: string, slashes: number): Match | undefined {
  let at = slashes;
  while (at > slashes - 3 && isBlank(text.charCodeAt(at - 1))) at -= 1;
  const colon = text.charCodeAt(at - 1) === 0x3a;
  if (colon) at -= 1;
  while (at > slashes - 6 && isBlank(text.charCodeAt(at - 1))) at -= 1;
  const closing = text.charCodeAt(at - 1);
  const bracketed = closing === 0x5d || closing === 0x29 || closing === 0x7d;
  if (bracketed) at -= 1;
  let start = at;
  while (start > at - 9 && start > 0 && isSchemeCharacter(text.charCodeAt(start - 1))) start -= 1;
  const scheme = schemeOf(text.slice(start, at));
  if (scheme === undefined || !(colon || /^(?:https?|ftp)$/.test(scheme.scheme))) return undefined;
  const opening = text.charCodeAt(start - 1);
  if (bracketed && (opening === 0x5b || opening === 0x28 || opening === 0x7b)) start -= 1;
  const body = bodyAt(text, slashes + 2, scheme.scheme);
  if (body === undefined) return undefined;
  const odd = !colon || bracketed || at !== slashes - 1 || text.charCodeAt(slashes) === 0x5c;
  return {
    kind: 'url',
    value: `${scheme.scheme}://${body.value}`,
    host: body.host,
    start,
    end: body.end,
    ...(scheme.defanged || odd ? { notes: ['defanged' as const] } : {}),
  };
}

interface Body {
  value: string;
  host: string;
  end: number;
  rejoined?: boolean;
}

function bodyAt(text: string, from: number, scheme: string): Body | undefined {
  let at = from;
  while (at < from + 2 && text.charCodeAt(at) === 0x2f) at += 1;
  const spaced = isBlank(text.charCodeAt(at));
  if (spaced) at += 1;
  const authority = authorityAt(text, at);
  if (authority === undefined) return undefined;
  if (spaced && !scheme.startsWith('http')) return undefined;
  const end = tailEnd(text, authority.end);
  const tail = text.slice(authority.end, end).replaceAll(/[\r\n]+[ \t]*/g, '');
  return {
    value: text.slice(at, authority.start) + authority.host + authority.port + tail,
    host: bare(authority.host),
    end,
  };
}

const bare = (host: string): string => (host.startsWith('[') ? host.slice(1, -1) : host);

/** User name, host and port. The host is in lower case, and one that can exist. */
function authorityAt(
  text: string,
  from: number,
): { start: number; host: string; port: string; end: number } | undefined {
  let at = from;
  let start = from;
  for (; at < from + 320 && at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x40) start = at + 1;
    else if (
      classOf(code) === 0 &&
      !(code === 0x3a || code === 0x25 || code === 0x2b || code === 0x24 || code === 0x21)
    )
      break;
  }
  at = start;
  let host: string;
  if (text.charCodeAt(at) === 0x5b) {
    const end = ipv6End(text, at + 1);
    if (end < 0 || text.charCodeAt(end) !== 0x5d) return undefined;
    host = text.slice(at, end + 1).toLowerCase();
    at = end + 1;
  } else {
    while (at < start + 254 && classOf(text.charCodeAt(at)) !== 0) at += 1;
    while (at > start && !isHostEnd(text.charCodeAt(at - 1))) at -= 1;
    host = text.slice(start, at).toLowerCase();
    if (!isIpv4(text, start, at) && !isRegistrable(host, true)) return undefined;
  }
  let end = at;
  if (text.charCodeAt(at) === 0x3a) {
    end += 1;
    while (end < at + 6 && isDigit(text.charCodeAt(end))) end += 1;
    if (end === at + 1) end = at;
  }
  return { start, host, port: text.slice(at, end), end };
}

const isHostEnd = (code: number): boolean => isWord(code) || code > 127;

/** Characters at which a URL in a text ends, besides white space: quotes, angle brackets, bars, carets, and CJK and typographic marks. */
function endsUrl(code: number): boolean {
  return (
    code <= 0x20 ||
    code === 0x22 ||
    code === 0x3c ||
    code === 0x3e ||
    code === 0x5c ||
    code === 0x5e ||
    code === 0x60 ||
    code === 0x7b ||
    code === 0x7c ||
    code === 0x5b ||
    (code >= 0x7f && classOf(code) === 0)
  );
}

/** Where path, query and fragment end, the punctuation of the sentence left out; over a line break where the rest of the URL follows. */
function tailEnd(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first !== 0x2f && first !== 0x3f && first !== 0x23 && first !== 0x3a) return from;
  let at = from;
  let round = 0;
  let square = 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isNewline(code)) {
      const next = continuation(text, from, at);
      if (next < 0) break;
      at = next - 1;
      continue;
    }
    if (code === 0x28) round += 1;
    if (code === 0x29 && (round -= 1) < 0) break;
    if (code === 0x5d && (square -= 1) < 0) break;
    if (code === 0x7d || endsUrl(code)) break;
  }
  while (at > from && isTrailing(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const isTrailing = (code: number): boolean =>
  code === 0x2e ||
  code === 0x2c ||
  code === 0x3b ||
  code === 0x3a ||
  code === 0x21 ||
  code === 0x3f ||
  code === 0x27 ||
  code === 0x2a;

/**
 * Where a URL goes on after a line break, or -1. A PDF breaks URLs after a slash, a hyphen and the like, or where the line is full; what
 * follows must read as the rest of one (`path/gate.php`), and neither as a sentence nor as the next entry of a list.
 */
function continuation(text: string, from: number, newline: number): number {
  const last = text.charCodeAt(newline - 1);
  const broken =
    last === 0x2f || last === 0x2d || last === 0x5f || last === 0x3d || last === 0x26 || last === 0x3f || last === 0x25;
  let at = newline;
  if (text.charCodeAt(at) === 0x0d) at += 1;
  if (text.charCodeAt(at) === 0x0a) at += 1;
  while (at < newline + 10 && isBlank(text.charCodeAt(at))) at += 1;
  const start = at;
  let marks = 0;
  while (at < start + 200 && at < text.length && !endsUrl(text.charCodeAt(at))) {
    const code = text.charCodeAt(at);
    if (code === 0x2f || code === 0x3d || code === 0x26 || code === 0x3f || code === 0x25) marks += 1;
    if (code === 0x2e && at > start && isWord(text.charCodeAt(at + 1))) marks += 1;
    at += 1;
  }
  const token = text.slice(start, at);
  if (token === '' || marks === 0 || !isWord(token.charCodeAt(0)) || token.includes('://')) return -1;
  const head = token.split(/[/:?#]/, 1)[0] ?? '';
  if (
    head.includes('.') &&
    (isIpv4(head, 0, head.length) || isRegistrable(head.toLowerCase())) &&
    !token.startsWith('www.')
  ) {
    // `gate.php` is a file, `evil.example` the next entry.
    return -1;
  }
  if (head.startsWith('www.')) return -1;
  const alone = at >= text.length || isSpace(text.charCodeAt(at)) || text.charCodeAt(at) > 127;
  return broken ? start : newline - from > 40 && alone && token.includes('/') ? start : -1;
}
