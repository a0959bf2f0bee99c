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
  const reasons: Reason[] = match.notes?.slice() ?? [];
  if (defanged && !reasons.includes('defanged')) reasons.push('defanged');
  if (match.rejoined === true) reasons.push('rejoined');
  if (line.section === 'indicators') reasons.push('indicator-section');
  else if (line.section === 'references') reasons.push('reference-section');
  else if (line.section === 'detections') reasons.push('detection-section');
  place(text, match, line, reasons);
  if (match.kind === 'ipv4') ipReasons(text, match, line, reasons);
  if (!reasons.includes('defanged') && match.host !== undefined && isReferenceHost(match.host))
    reasons.push('reference-host');
  return reasons;
}

/** Alone on its line, in a table, after a label, in code, behind a link, or in prose. */
function place(text: string, match: Found, line: Line, reasons: Reason[]): void {
  const lineEnd = Math.max(line.end, match.end);
  const left = text.charCodeAt(match.start - 1);
  const next = text.charCodeAt(match.end);
  if (left === 0x60 || next === 0x60) reasons.push('in-code');
  if (linked(text, match)) reasons.push('linked');
  const before = match.start - line.start;
  const bare =
    before <= 12 &&
    lineEnd - match.end <= 80 &&
    isMarks(text, line.start, match.start) &&
    isMarks(text, match.end, lineEnd);
  if (bare) reasons.push('alone-on-line');
  if (isRow(text, line)) reasons.push('table');
  else if (!bare) reasons.push('prose');
  if (bare || match.host === undefined) return;
  const words = text.slice(Math.max(line.start, match.start - 80), match.start);
  if (referringWord.test(words)) reasons.push('referred-to');
  else if (cueWord.test(words)) reasons.push('labelled');
}

/** Markdown `](https://...)`, AsciiDoc `https://...[text]`, HTML `href="https://..."`. */
function linked(text: string, match: Found): boolean {
  if (match.kind !== 'url' && match.kind !== 'email') return false;
  const left = text.charCodeAt(match.start - 1);
  if (left === 0x3c || text.charCodeAt(match.end) === 0x5b) return true;
  if (left === 0x28) return text.charCodeAt(match.start - 2) === 0x5d;
  return /(?:href|src)=["']?$/i.test(text.slice(Math.max(0, match.start - 8), match.start));
}

/** Nothing but bullets, quotes, commas and blanks. */
function isMarks(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if ((code > 47 && code < 58) || (code > 64 && code < 91) || (code > 96 && code < 123) || code > 0x2fff)
      return false;
  }
  return true;
}

/** A row of a table: bars at its beginning or two of them, tabulators, or cells of HTML. Asked once for each line. */
function isRow(text: string, line: Line): boolean {
  if (line.row !== undefined) return line.row;
  const row = text.slice(line.start, Math.min(line.end, line.start + 400));
  const bar = row.indexOf('|');
  line.row =
    (bar >= 0 && (bar < 3 || row.includes('|', bar + 1))) ||
    row.includes('\t', 1) ||
    row.includes('<td') ||
    row.includes('</td');
  return line.row;
}

function ipReasons(text: string, match: Found, line: Line, reasons: Reason[]): void {
  if (isSpecialUse(match.value)) reasons.push('special-use-address');
  const before = text.slice(Math.max(line.start, match.start - 24), match.start);
  if (versionWord.test(before) || productWord.test(before)) reasons.push('version-number');
}
