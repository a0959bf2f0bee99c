import type { Digest, EventLine } from './digest.ts';
import type { MailTexts } from './texts/texts.ts';

/** A mail before it is coded: headings with lines. */
export interface Letter {
  readonly subject: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading?: string;
  readonly lines: readonly string[];
}

/** What every mail of a subscription says around its content. */
export interface Frame {
  readonly texts: MailTexts;
  readonly programme: string;
  readonly contact: string;
  readonly consoleUrl: string | undefined;
  readonly unsubscribeUrl: string | undefined;
}

/** An address, name or URL that nobody follows by mistake: `198.51.100[.]7`, `hxxps://`. */
export function defang(text: string): string {
  return text.replace(/^http/i, 'hxxp').replaceAll('.', '[.]').replaceAll('@', '[@]');
}

const lineOf = ({ time, what, severity, address, port, asn, country }: EventLine): string =>
  [
    time,
    what,
    ...(severity === null ? [] : [severity]),
    ...(address === null ? [] : [`${defang(address)}${port === null ? '' : ` port ${port}`}`]),
    ...(asn === null ? [] : [`AS${asn}`]),
    ...(country === null ? [] : [country]),
  ].join('  ');

/** A digest, or what is urgent, as a letter. */
export function digestLetter(
  kind: 'digest' | 'urgent',
  digest: Digest,
  { broken, ...frame }: Frame & { readonly broken?: 'log_restored' | 'log_gap' | undefined },
): Letter {
  const { texts } = frame;
  const counts = (rows: readonly (readonly [string, number])[]): string[] =>
    rows.map(([name, count]) => `${count}  ${name}`);
  const body: Section[] = [
    {
      lines: [
        ...(broken === undefined ? [] : [texts.broken[broken]]),
        texts.summary(digest),
        ...(digest.from === null || digest.to === null
          ? []
          : [texts.period(texts.time(digest.from), texts.time(digest.to))]),
        ...(digest.hosts > 0 ? [texts.hosts(digest.hosts)] : []),
        ...(digest.mentions > 0 ? [texts.mentions(digest.mentions)] : []),
      ],
    },
    { heading: texts.families, lines: counts(digest.families) },
    { heading: texts.nations, lines: counts(digest.nations) },
    { heading: texts.eventLines(digest.lines.length, digest.events), lines: digest.lines.map(lineOf) },
    {
      heading: texts.objectLines(digest.objectLines.length, digest.objects),
      lines: digest.objectLines.map(({ type, name, id }) => `${type}  ${defang(name)}  ${id}`),
    },
    { heading: texts.withdrawnLines, lines: digest.withdrawnLines.map(({ id, reason }) => `${id}  ${reason}`) },
  ];
  const subject = texts.subjects[kind](frame.programme, texts.summary(digest));
  return framed(frame, `[${texts.marking(digest.tlp)}] ${subject}`, digest.tlp, body);
}

/** A letter that carries no data: a test, or what became of a subscription. */
export function plainLetter(frame: Frame, subject: string, lines: readonly string[]): Letter {
  return framed(frame, subject, 'clear', [{ lines }]);
}

function framed(
  { texts, contact, consoleUrl, unsubscribeUrl }: Frame,
  subject: string,
  tlp: string,
  body: Section[],
): Letter {
  const marking = texts.marking(tlp);
  const sections = [
    { lines: [marking, texts.greeting(contact)] },
    ...body,
    {
      lines: [
        ...(consoleUrl === undefined ? [] : [texts.console(consoleUrl)]),
        ...(unsubscribeUrl === undefined ? [] : [texts.unsubscribe(unsubscribeUrl)]),
        texts.footer(marking),
      ],
    },
  ];
  return { subject, sections: sections.filter(({ lines }) => lines.length > 0) };
}

// What sources say must neither break out of its line nor bring control characters into a mail.
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 500);

/** The letter as plain text. */
export function letterText({ sections }: Letter): string {
  const written = sections.map(({ heading, lines }) =>
    [...(heading === undefined ? [] : [heading, '-'.repeat(heading.length)]), ...lines.map(oneLine)].join('\n'),
  );
  return `${written.join('\n\n')}\n`;
}

const escaped = (text: string): string =>
  oneLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The letter as HTML: no pictures, no scripts, no styles from elsewhere, no links that a source could have made. */
export function letterHtml({ subject, sections }: Letter, language: string): string {
  const written = sections.map(({ heading, lines }) => {
    const title = heading === undefined ? '' : `<h2>${escaped(heading)}</h2>`;
    const paragraphs =
      heading === undefined
        ? lines.map((line) => `<p>${escaped(line)}</p>`).join('')
        : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
    return title + paragraphs;
  });
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${written.join('\n')}</body></html>\n`;
}
