import model from '../../models/indicators.json' with { type: 'json' };
import { sourceSpan } from './edits.ts';
import type { ExtractOptions, Indicator, Reason } from './indicator.ts';
import { judgeWith } from './judge.ts';
import { Lines } from './lines.ts';
import { refang } from './refang.ts';
import { scan } from './scan.ts';
import type { Found } from './scan.ts';
import { surroundings } from './surroundings.ts';

const judge = judgeWith(model);

/** How far a warninglist lowers what it holds: to a fifth of the odds. */
const listed = 0.2;

/**
 * Everything in a text that has the form of an indicator, in the order of the text, each with where it stands, why it counts and how likely the
 * author means it as one. What is mentioned in passing (a link to a report, a version number, `README.md`) has a score below `indicatorScore`.
 * Time is linear in the length of the text; nothing is thrown whatever the text is.
 */
export function extractIndicators(text: string, options: ExtractOptions = {}): Indicator[] {
  const refanged = refang(text);
  const lines = new Lines(refanged.text);
  const found: { match: Found; span: ReturnType<typeof sourceSpan>; reasons: Reason[] }[] = [];
  let defuses = false;
  for (const match of scan(refanged.text)) {
    const span = sourceSpan(refanged, match.start, match.end);
    const reasons = surroundings(refanged.text, match, lines.at(match.start), span.defanged);
    defuses ||= match.host !== undefined && reasons.includes('defanged');
    found.push({ match, span, reasons });
  }
  const out: Indicator[] = [];
  for (const { match, span, reasons } of found) {
    if (defuses && match.host !== undefined && !reasons.includes('defanged')) reasons.push('undefanged-among-defanged');
    let score = judge(match.kind, reasons);
    const host = match.host;
    if (host !== undefined && options.warninglists?.some((list) => list.has(host)) === true) {
      reasons.push('warninglist');
      const odds = (score / (1 - score)) * listed;
      score = odds / (1 + odds);
    }
    if (score < (options.minScore ?? 0)) continue;
    const { kind, value } = match;
    out.push({ kind, value, raw: text.slice(span.start, span.end), start: span.start, end: span.end, reasons, score });
  }
  return out;
}
