import { readFileSync } from 'node:fs';
import type { Answer, Asking } from './client.ts';

/** What a check works with. Paths of collections end in a slash. */
export interface Subject {
  readonly ask: (path: string, asking?: Asking) => Promise<Answer>;
  readonly discovery: string;
  readonly root: string;
  /** A collection that can be read and written; it need not be empty. */
  readonly both: string;
  readonly readOnly: string | undefined;
  readonly writeOnly: string | undefined;
  /** The same server, asked by another tenant who has no right in `both`. */
  readonly other: ((path: string, asking?: Asking) => Promise<Answer>) | undefined;
}

/** One thing that must hold, with the section of TAXII 2.1 that says so. */
export interface Check {
  readonly name: string;
  readonly section: string;
  /** Says why it cannot be tried here; undefined: it can. */
  readonly skip?: (subject: Subject) => string | undefined;
  /** Throws where it does not hold. */
  readonly run: (subject: Subject) => Promise<void>;
}

/** A vector of vectors/taxii. */
export function vector<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/taxii/${name}.json`, import.meta.url), 'utf8')) as T;
}

/** The text of a vector, where numbers must stay as they are written. */
export function vectorText(name: string): string {
  return readFileSync(new URL(`../../vectors/taxii/${name}.json`, import.meta.url), 'utf8');
}

export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}

/** Throws unless the answer has the status, and the media type that every answer has. */
export function expectStatus(answer: Answer, ...statuses: readonly number[]): Answer {
  hold(
    statuses.includes(answer.status),
    `${statuses.join(' or ')} was expected, ${answer.status} came: ${answer.text.slice(0, 300)}`,
  );
  const type = answer.headers['content-type'];
  hold(type === 'application/taxii+json;version=2.1', `the content type is ${type ?? 'missing'}`);
  if (answer.status >= 400) {
    hold(typeof answer.json?.['title'] === 'string', 'the error has no title (section 3.6.1)');
    hold(
      answer.json['http_status'] === undefined || answer.json['http_status'] === String(answer.status),
      'http_status is another',
    );
  }
  return answer;
}

/** Members of an answer that are lists of objects. */
export function list(answer: Answer, name: string): Record<string, unknown>[] {
  const value = answer.json?.[name];
  hold(
    value === undefined || (Array.isArray(value) && value.length > 0),
    `${name} is neither absent nor a list with members`,
  );
  return (value ?? []) as Record<string, unknown>[];
}
