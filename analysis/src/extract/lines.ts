import { isBlank, isNewline } from './characters.ts';

/** What the heading above says of a line. */
export type Section = 'indicators' | 'references' | 'detections' | 'other';

/** Where a line begins and ends, and under what heading it stands. */
export interface Line {
  start: number;
  end: number;
  section: Section;
  /** Whether it is a row of a table, once somebody has looked. */
  row?: boolean;
}

const indicatorWords =
  /\b(?:iocs?|indicators?|c2|c&c|c&amp;c|c2s|command[ -]and[ -]control|cnc|infrastructure|observables?|hash(?:es)?|sha-?\d*|md5|samples?|domains?|ips?|ip addresses|urls?|network|files?|payloads?|malware|artifacts?|emails?|e-mail|wallets?|bitcoin|onion|servers?|registry|indicateurs?|indikatoren|kompromittierung\w*|servidores?|dominios?|domaines?)\b/i;
const referenceWords =
  /\b(?:references?|sources?|further reading|links?|bibliography|resources|acknowledge?ments|credits|see also|read more|related|about|contact|disclaimer|quellen|sources|referenzen|références|referencias|footnotes|additional information)\b/i;
const detectionWords =
  /\b(?:detections?|detection names?|rules?|signatures?|yara|sigma|snort|suricata|mitigations?|recommendations?)\b/i;

/** Follows the headings of a text from top to bottom. Lines must be asked for in ascending order. */
export class Lines {
  readonly #text: string;
  #line: Line;

  constructor(text: string) {
    this.#text = text;
    this.#line = { start: 0, end: endOf(text, 0), section: 'other' };
    this.#read();
  }

  /** The line in which an offset lies. */
  at(offset: number): Line {
    while (offset > this.#line.end && this.#line.end < this.#text.length) {
      const start = this.#line.end + 1;
      this.#line = { start, end: endOf(this.#text, start), section: this.#line.section };
      this.#read();
    }
    return this.#line;
  }

  /** Lets a heading change the section. */
  #read(): void {
    const { start, end } = this.#line;
    if (end - start < 3 || end - start > 100) return;
    let from = start;
    while (from < end && isBlank(this.#text.charCodeAt(from))) from += 1;
    const code = this.#text.charCodeAt(from);
    const marked = code === 0x23 || code === 0x3d || code === 0x3c;
    const letter =
      (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code > 0xbf && code < 0x2000) || code === 0x2a;
    if (!marked && !letter) return;
    let to = end;
    while (to > from && (isBlank(this.#text.charCodeAt(to - 1)) || isNewline(this.#text.charCodeAt(to - 1)))) to -= 1;
    const last = this.#text.charCodeAt(to - 1);
    const title = this.#text.slice(from, to);
    if (!marked && last !== 0x3a && !isTitle(title)) return;
    if (code === 0x3c && !/^<(?:h[1-6]|th|b|strong)\b/i.test(title)) return;
    const section = sectionOf(title);
    if (section !== 'other' || marked) this.#line.section = section;
  }
}

/** A heading without a mark: few words, no full stop or comma within, no name or number in it. */
function isTitle(title: string): boolean {
  return title.length < 60 && !/[.,;|@/\\\t[\]]|\d{3}/.test(title) && title.split(' ', 8).length < 8;
}

function sectionOf(title: string): Section {
  if (referenceWords.test(title) && !/\b(?:iocs?|indicators?)\b/i.test(title)) return 'references';
  if (indicatorWords.test(title) && !/\bdetection names?\b/i.test(title)) return 'indicators';
  return detectionWords.test(title) ? 'detections' : 'other';
}

function endOf(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
