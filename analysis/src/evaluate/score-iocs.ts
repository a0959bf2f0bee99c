import { iocTypes, type IocCase } from './ioc-corpus.ts';

/** Recall, precision and F1 over all values of all cases. */
export interface IocScore {
  cases: number;
  /** Cases with nothing missed and nothing extra. */
  exact: number;
  recall: number;
  precision: number;
  f1: number;
}

/** Extracted values by type. */
export type Extracted = Partial<Record<string, readonly string[]>>;

/**
 * Scores as ../shared/data/iocs/score.py does: exact match per type. The host of an expected URL or e-mail, given as domain or address, is neither reward
 * nor error; so is a bare URL of an expected domain; `ignored` values are not judged.
 */
export function scoreIocs(corpus: readonly IocCase[], extract: (text: string) => Extracted): IocScore {
  const total = { tp: 0, fp: 0, fn: 0, exact: 0 };
  for (const item of corpus) {
    const { tp, fp, fn } = scoreCase(item, extract(item.text));
    total.tp += tp;
    total.fp += fp.length;
    total.fn += fn.length;
    if (fp.length + fn.length === 0) total.exact += 1;
  }
  const { tp, fp, fn, exact } = total;
  return {
    cases: corpus.length,
    exact,
    recall: tp / Math.max(1, tp + fn),
    precision: tp / Math.max(1, tp + fp),
    f1: (2 * tp) / Math.max(1, 2 * tp + fp + fn),
  };
}

/** What was right, extra and missed in one case, the latter two as `type value`. */
export function scoreCase(item: IocCase, extracted: Extracted): { tp: number; fp: string[]; fn: string[] } {
  const normalised = (values: Extracted): Record<string, Set<string>> =>
    Object.fromEntries(
      iocTypes.map((type) => [type, new Set((values[type] ?? []).map((value) => normaliseIoc(type, value)))]),
    );
  const want = normalised(item.expected);
  const got = normalised(extracted);
  const ignored = normalised(item.ignored ?? {});
  const of = (sets: Record<string, Set<string>>, type: string): Set<string> => sets[type] ?? new Set();
  const hosts = new Set<string | undefined>([
    ...[...of(want, 'url')].map(hostOf),
    ...[...of(want, 'email')].map((email) => email.split('@').at(-1)),
  ]);
  const result = { tp: 0, fp: [] as string[], fn: [] as string[] };
  for (const type of iocTypes) {
    for (const value of of(want, type)) {
      if (of(got, type).has(value)) result.tp += 1;
      else result.fn.push(`${type} ${value}`);
    }
    for (const value of of(got, type)) {
      if (of(want, type).has(value) || of(ignored, type).has(value)) continue;
      if (['domain', 'ipv4', 'ipv6'].includes(type) && hosts.has(value)) continue;
      const bare = type === 'url' && /^[a-z]+:\/\/[^/]+$/.test(value) && of(want, 'domain').has(hostOf(value) ?? '');
      if (!bare) result.fp.push(`${type} ${value}`);
    }
  }
  return result;
}

/** The form in which two values of a type are compared. */
export function normaliseIoc(type: string, value: string): string {
  const trimmed = value.trim();
  if (type === 'cve') return `CVE-${(trimmed.match(/\d+/g) ?? []).join('-')}`;
  if (type !== 'url') return trimEnd(trimmed.toLowerCase(), '.');
  const url = trimEnd(trimEnd(trimmed, '.,;\'"`)>]}!?'), '/');
  const found = /^([a-z]+):\/\/([^/?#]*)(.*)$/is.exec(url);
  return found === null
    ? url.toLowerCase()
    : `${(found[1] ?? '').toLowerCase()}://${(found[2] ?? '').toLowerCase()}${found[3] ?? ''}`;
}

function trimEnd(text: string, marks: string): string {
  let end = text.length;
  while (end > 0 && marks.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function hostOf(url: string): string | undefined {
  const host = /^[a-z]+:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^/:?#]*)/i.exec(url)?.[1];
  return host?.replace(/^\[|\]$/g, '').toLowerCase();
}
