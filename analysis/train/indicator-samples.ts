import { scoreCase } from '../src/evaluate/score-iocs.ts';
import type { IocCase } from '../src/evaluate/ioc-corpus.ts';
import { extractIndicators } from '../src/extract/extract-indicators.ts';
import type { Indicator } from '../src/extract/indicator.ts';
import { featuresOf } from '../src/extract/judge.ts';
import type { Sample } from './logistic.ts';
import { meant, mentioned, other, values } from './written-contexts.ts';

const sample = (found: Indicator, label: boolean, group: string, weight: number): Sample => ({
  features: featuresOf(found.kind, found.reasons),
  label,
  group,
  weight,
});

/** Cases whose expectation is whole: what is found and not expected is a mention. Groups: what a case was taken from, or its form of defanging. */
export function samplesOfCases(cases: readonly IocCase[]): Sample[] {
  return cases.flatMap((item) =>
    extractIndicators(item.text).flatMap((found) => {
      const { tp, fp } = scoreCase(item, { [found.kind]: [found.value] });
      return tp + fp.length === 0 ? [] : [sample(found, tp > 0, groupOf(item.id), 1)];
    }),
  );
}

const groupOf = (id: string): string => id.replace(/[:]\d+$/, '').replace(/^(matrix:\w+).*/, '$1');

/**
 * Real notes, whose expectation knows only some of the indicators: what is expected is one; a link to a publisher that nobody defused is a mention;
 * of the rest nothing is known, and it is left out. One group for each note.
 */
export function samplesOfNotes(notes: readonly IocCase[], isPublisher: (host: string) => boolean): Sample[] {
  return notes.flatMap((note) =>
    extractIndicators(note.text).flatMap((found) => {
      if (scoreCase(note, { [found.kind]: [found.value] }).tp > 0 && !publishes(found, isPublisher))
        return [sample(found, true, note.id, 0.2)];
      return publishes(found, isPublisher) ? [sample(found, false, note.id, 1)] : [];
    }),
  );
}

const publishes = (found: Indicator, isPublisher: (host: string) => boolean): boolean =>
  (found.kind === 'url' || found.kind === 'email') &&
  !found.reasons.includes('defanged') &&
  isPublisher(/^\w+:\/\/([^/:]+)|@(.+)$/.exec(found.value)?.slice(1).find(Boolean) ?? '');

/** Our own contexts with each value, so that a context has as many plain values as defused ones. One group for each context. */
export function samplesOfContexts(): Sample[] {
  const filled = (contexts: readonly string[], label: boolean, pool: readonly string[], name: string): Sample[] =>
    contexts.flatMap((context, at) =>
      pool.flatMap((value) =>
        extractIndicators(context.replace('%', value)).map((found) => sample(found, label, `${name}:${at}`, 1)),
      ),
    );
  const aside = mentioned.filter((context) => !/^Contact|inquiries/.test(context));
  return [
    ...filled(meant, true, [...values.plain, ...values.defused], 'meant'),
    ...filled(aside, false, values.plain, 'mentioned'),
    ...filled(
      ['For any inquiries contact us at %.', 'Contact\n\n%\n'],
      false,
      ['press@example.org', 'https://www.example.org/contact'],
      'contact',
    ),
    ...mixed(),
    ...filled(other, false, [''], 'other'),
  ];
}

/** Notes that defuse their indicators and link to their sources as they are. */
function mixed(): Sample[] {
  return mentioned.flatMap((context, at) =>
    values.plain.slice(4, 5).flatMap((link) => {
      const text = `${context.replace('%', link)}\n\n# Indicators\n\n- c2[.]example[.]net\n`;
      return extractIndicators(text).map((found) =>
        sample(found, found.reasons.includes('defanged'), `mixed:${at}`, 1),
      );
    }),
  );
}
