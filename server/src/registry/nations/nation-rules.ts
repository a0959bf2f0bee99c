import { domainToUnicode } from 'node:url';

/** One thing wrong with a value, with its JSON pointer in the body. */
export interface Problem {
  readonly in: 'body';
  readonly pointer: string;
  readonly problem: string;
}

export function isTimeZone(name: string): boolean {
  try {
    // Offsets such as +01:00 are taken by Intl, and know no summer time.
    return /^[A-Z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whether a text is a two- or three-letter code of a language that ICU knows. */
export function isLanguage(code: string): boolean {
  return (
    /^[a-z]{2,3}$/.test(code) &&
    new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) !== undefined
  );
}

/** Whether a text is one label in the form of the DNS: ASCII, an internationalised one as A-label that decodes. */
export function isTopLevelDomain(label: string): boolean {
  if (!/^(?!-)[a-z0-9-]{2,63}(?<!-)$/.test(label) || /^\d+$/.test(label)) return false;
  return !label.startsWith('xn--') || domainToUnicode(label) !== label;
}

interface NationValues {
  readonly languages?: readonly string[];
  readonly timeZone?: string;
  readonly domains?: readonly string[];
}

/** What is wrong with the values of a nation, beyond their schema. `others`: which nation has which domain already. */
export function nationProblems(values: NationValues, others: ReadonlyMap<string, string>): Problem[] {
  const { languages = [], timeZone, domains = [] } = values;
  const problems: [pointer: string, problem: string][] = [];
  languages.forEach((code, at) => {
    if (!isLanguage(code)) problems.push([`/languages/${at}`, `"${code}" is no language code`]);
  });
  if (timeZone !== undefined && !isTimeZone(timeZone))
    problems.push(['/timeZone', `"${timeZone}" is no IANA time zone`]);
  domains.forEach((label, at) => {
    const other = others.get(label);
    if (!isTopLevelDomain(label)) problems.push([`/domains/${at}`, `"${label}" is no top-level domain as A-label`]);
    else if (other !== undefined) problems.push([`/domains/${at}`, `.${label} belongs to ${other} already`]);
    else if (domains.indexOf(label) !== at) problems.push([`/domains/${at}`, `.${label} stands twice`]);
  });
  return problems.map(([pointer, problem]) => ({ in: 'body', pointer, problem }));
}
