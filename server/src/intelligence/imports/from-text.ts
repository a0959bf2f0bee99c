import { extractIndicators, indicatorScore, type Indicator } from '@tocsin/analysis';
import { indicatorOf } from './indicator.ts';
import { patternOf } from './indicator-value.ts';
import { madeItem, type ReadItem } from './read-item.ts';

/** Kinds that a pattern can ask for, and the type of value that each is. */
const kinds: Partial<Record<Indicator['kind'], string>> = {
  ipv4: 'ip-dst', ipv6: 'ip-dst', cidr: 'ip-dst', asn: 'AS', domain: 'domain', url: 'url', email: 'email',
  md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha512: 'sha512', 'file-name': 'filename', 'registry-key': 'regkey',
}; // prettier-ignore

/** Whether nothing else but bullets and table marks stands on the line. */
function standsAlone(text: string, start: number, end: number): boolean {
  const line =
    text.slice(text.lastIndexOf('\n', start - 1) + 1, start) +
    text.slice(end, text.indexOf('\n', end) + 1 || undefined);
  return /^[\s|*.,;"'`\u2022-]*$/.test(line);
}

/**
 * Indicators that the author of a text means as such, with what was read, and how sure it is, as confidence. The same one counts once.
 * What is mentioned in passing is left out.
 */
export function readText(text: string, org: number, now: Date): ReadItem[] {
  const items = new Map<string, ReadItem>();
  for (const { kind, value, raw, start, end, score } of extractIndicators(text, { minScore: indicatorScore })) {
    // A name of a file stands for what it does only where an author wrote it as an indicator of its own line.
    if (kind === 'file-name' && !standsAlone(text, start, end)) continue;
    const type = kinds[kind];
    const found = type === undefined ? undefined : patternOf(value, type);
    if (found === undefined || items.has(found.pattern)) continue;
    const quote = text.slice(Math.max(0, start - 200), Math.min(text.length, end + 200)).trim();
    const facts = {
      ...found,
      description: `Found in a text as ${raw}: … ${quote} …`,
      confidence: Math.round(score * 100),
    };
    items.set(found.pattern, madeItem(indicatorOf(facts, org, now), quote));
  }
  return [...items.values()];
}
