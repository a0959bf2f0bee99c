import type { OrgKind } from '@tocsin/api';
import { isLanguage, isTimeZone, type Problem } from '../nations/nation-rules.ts';

interface ContactValues {
  readonly email: string | null;
  readonly languages: readonly string[];
  readonly timeZone: string | null;
  readonly dedicatedTo: string | null;
}

/** What is wrong with a contact of an org of this kind, beyond its schema. `nations`: the codes that the programme knows. */
export function contactProblems(contact: ContactValues, kind: OrgKind, nations: ReadonlySet<string>): Problem[] {
  const { email, languages, timeZone, dedicatedTo } = contact;
  const problems: [pointer: string, problem: string][] = [];
  // One @ with something on both sides, as HTML's input type email has it; whether it is delivered is another matter.
  if (email !== null && !/^[^\s@,;<>]{1,64}@[^\s@,;<>]{1,189}$/.test(email))
    problems.push(['/email', `"${email}" is no address`]);
  languages.forEach((code, at) => {
    if (!isLanguage(code)) problems.push([`/languages/${at}`, `"${code}" is no language code`]);
  });
  if (timeZone !== null && !isTimeZone(timeZone)) problems.push(['/timeZone', `"${timeZone}" is no IANA time zone`]);
  if (dedicatedTo !== null && !nations.has(dedicatedTo))
    problems.push(['/dedicatedTo', `"${dedicatedTo}" is no nation of this programme`]);
  if (dedicatedTo !== null && kind !== 'operator')
    problems.push(['/dedicatedTo', 'only a contact of the operator is dedicated to a nation']);
  return problems.map(([pointer, problem]) => ({ in: 'body', pointer, problem }));
}
