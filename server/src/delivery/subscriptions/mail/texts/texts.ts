import { en } from './en.ts';

/** The texts of mails. Another language is another object of this type, and a line in `languages`. */
export type MailTexts = typeof en;

const languages: Readonly<Record<string, MailTexts>> = { en };

/** The texts in the first of a person's languages that there is, else in English. */
export function textsFor(wanted: readonly string[]): MailTexts {
  return wanted.map((language) => languages[language.toLowerCase()]).find((texts) => texts !== undefined) ?? en;
}
