import { isSpace, isWord } from './characters.ts';
import type { Match } from './indicator.ts';

/** Blocks of detection rules in a text. Each search begins where the last one ended, so that no text is read twice. */
export class RuleBlocks {
  readonly #text: string;
  #yaraFrom = 0;
  #sigmaFrom = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The YARA rule whose keyword `rule` stands at `start`: a name, perhaps tags, and braces up to the `}` that begins a line, or closes it on one line. */
  yaraAt(start: number): Match | undefined {
    if (start < this.#yaraFrom) return undefined;
    const text = this.#text;
    const head = /^rule[ \t]+(\w{1,128})(?:[ \t]*:[ \t]*[\w \t]{1,128})?\s{0,8}\{/.exec(text.slice(start, start + 300));
    if (head === null) return undefined;
    const close = text.indexOf('\n}', start + head[0].length);
    if (close < 0) {
      this.#yaraFrom = text.length;
      return undefined;
    }
    this.#yaraFrom = close + 2;
    const block = text.slice(start, close + 2);
    return /\bcondition[ \t]*:/.test(block) ? { kind: 'yara', value: block, start, end: close + 2 } : undefined;
  }

  /** The Sigma rule whose `title:` begins a line at `start`: YAML at the margin or indented, with a log source and a detection. */
  sigmaAt(start: number): Match | undefined {
    if (start < this.#sigmaFrom) return undefined;
    const text = this.#text;
    let end = start;
    for (let line = start; line < text.length;) {
      const stop = text.indexOf('\n', line);
      const next = stop < 0 ? text.length : stop + 1;
      if (!isYaml(text, line) || (line > start && text.startsWith('title:', line))) break;
      end = stop < 0 ? text.length : stop;
      line = next;
    }
    this.#sigmaFrom = end;
    const block = text.slice(start, end).trimEnd();
    const rule = block.includes('\nlogsource:') && block.includes('\ndetection:');
    return rule ? { kind: 'sigma', value: block, start, end: start + block.length } : undefined;
  }
}

/** A line of YAML: blank, indented, an item, a comment, or `key:`. */
function isYaml(text: string, line: number): boolean {
  const code = text.charCodeAt(line);
  if (Number.isNaN(code) || isSpace(code) || code === 0x23) return true;
  if (code === 0x2d) return text.charCodeAt(line + 1) !== 0x2d;
  let at = line;
  while (
    at < line + 40 &&
    (isWord(text.charCodeAt(at)) || text.charCodeAt(at) === 0x5f || text.charCodeAt(at) === 0x2d)
  )
    at += 1;
  return at > line && text.charCodeAt(at) === 0x3a;
}
