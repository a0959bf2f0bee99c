import { isSpecialUse } from './addresses.ts';
import type { Reason } from './indicator.ts';
import type { Line } from './lines.ts';
import { isReferenceHost } from './reference-hosts.ts';
import type { Found } from './scan.ts';

const versionWord =
  /(?:\b(?:versions?|ver|v|build|release|section|chapter|appendix|figure|table|clause|step|abschnitt|kapitel|firmware|sdk|oid|update|patch)|§)[\s.:]{0,2}$/i;
const productWord =
  /\b(?:openssl|windows|chrome|chromium|firefox|edge|safari|java|jdk|jre|php|exchange|apache|httpd|nginx|linux|kernel|macos|ios|android|office|acrobat|reader|flash|python|node|nodejs|postgresql|mysql|mariadb|fortios|forticlient|cisco|asa|pan-os|struts|tomcat|confluence|jira|wordpress|drupal|joomla|log4j|spring|docker|kubernetes|openssh|openvpn|sudo|bash|curl|wget|git|samba|bind|vmware|esxi|vcenter|citrix|ivanti|sharepoint|outlook|word|excel|powershell|\.net|framework|teamviewer|anydesk|mimikatz|nmap|burp|metasploit|cobalt strike|plugin|library|app|software|client|driver)[ -]{1,2}$/i;
const cueWord =
  /\b(?:c2|c&c|cnc|command[- ]and[- ]control|ips?|ip addresses|address(?:es)?|hosts?|servers?|domains?|urls?|hash(?:es)?|md5|sha-?\d*|imphash|e-?mails?|sender|from|observed|indicators?|iocs?|wallet|payload|dropper|sample|malware|phishing|malicious|c2 server|beacon\w*|contact(?:s|ed|ing)?|connect(?:s|ed|ing|ion)?|communicat\w+|download(?:s|ed|ing)?|resolv\w+|request(?:s|ed)?|hosted|hosting|drop(?:s|ped)?|exfiltrat\w+|callback|redirect\w*|exploit\w*|serveur|server|сервер|dominio)\b[^.!?]{0,40}$/i;
const referringWord =
  /\b(?:see|available (?:at|on|as|in|here)|according to|blog(?: ?post)?|read more|more information|published|advisory|visit|report(?:ed)? (?:by|on|at)|source|reference|refer to|described (?:in|at)|documented|documentation|article|write-?up|analysis by|download(?:ed)? from|github|twitter|tweet|link|repository|contact us|mailto|guidance|alert|webinar|whitepaper|paper|news|details at|website)\b[^!?]{0,60}$/i;

/** What stands around a match, as reasons. */
export function surroundings(text: string, match: Found, line: Line, defanged: boolean): Reason[] {
  const reasons: Reason[] = [...(match.notes ?? [])];
  if (defanged && !reasons.includes('defanged')) reasons.push('defanged');
  if (match.rejoined === true) reasons.push('rejoined');
  if (line.section === 'indicators') reasons.push('indicator-section');
  else if (line.section === 'references') reasons.push('reference-section');
  else if (line.section === 'detections') reasons.push('detection-section');
  place(text, match, line, reasons);
  if (match.kind === 'ipv4') ipReasons(text, match, line, reasons);
  if (match.host !== undefined && isReferenceHost(match.host)) reasons.push('reference-host');
  return reasons;
}

/** Alone on its line, in a table, after a label, in code, behind a link, or in prose. */
function place(text: string, match: Found, line: Line, reasons: Reason[]): void {
  const before = text.slice(Math.max(line.start, match.start - 80), match.start);
  const lineEnd = Math.max(line.end, match.end);
  const after = text.slice(match.end, Math.min(lineEnd, match.end + 80));
  const whole = match.start - line.start <= 80 && lineEnd - match.end <= 80;
  const left = before.at(-1) ?? '';
  const next = after[0] ?? '';
  if (left === '`' || next === '`') reasons.push('in-code');
  if (linked(match, before, after)) reasons.push('linked');
  const bare = whole && match.start - line.start <= 12 && isMarks(before) && isMarks(after);
  if (bare) reasons.push('alone-on-line');
  if (isRow(text, line)) reasons.push('table');
  else if (!bare) reasons.push('prose');
  if (isLetterFree(match.kind)) return;
  if (!bare && referringWord.test(before)) reasons.push('referred-to');
  else if (cueWord.test(before)) reasons.push('labelled');
}

const isLetterFree = (kind: string): boolean =>
  kind === 'cve' || kind === 'technique' || kind === 'yara' || kind === 'sigma';

/** Markdown `](https://...)`, AsciiDoc `https://...[text]`, HTML `href="https://..."`. */
function linked(match: Found, before: string, after: string): boolean {
  if (match.kind !== 'url' && match.kind !== 'email') return false;
  return before.endsWith('](') || after.startsWith('[') || /(?:href|src)=["']?$/i.test(before) || before.endsWith('<');
}

/** Nothing but bullets, quotes, commas and blanks. */
function isMarks(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123) || code > 0x2fff)
      return false;
  }
  return true;
}

/** A row of a table: bars at its beginning or two of them, tabulators, or cells of HTML. */
function isRow(text: string, line: Line): boolean {
  const row = text.slice(line.start, Math.min(line.end, line.start + 400));
  const bar = row.indexOf('|');
  return (
    (bar >= 0 && (bar < 3 || row.includes('|', bar + 1))) ||
    row.includes('\t', 1) ||
    row.includes('<td') ||
    row.includes('</td')
  );
}

function ipReasons(text: string, match: Found, line: Line, reasons: Reason[]): void {
  if (isSpecialUse(match.value)) reasons.push('special-use-address');
  const before = text.slice(Math.max(line.start, match.start - 24), match.start);
  if (versionWord.test(before) || productWord.test(before)) reasons.push('version-number');
}
