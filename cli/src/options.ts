import { InvalidArgumentError } from 'commander';
import { UsageError } from './problem.ts';

/** A parser for an option or argument that is one of some words. */
export function choice<const W extends string>(words: readonly W[]): (text: string) => W {
  return (text) => {
    const word = words.find((each) => each === text);
    if (word === undefined) throw new InvalidArgumentError(`It is one of ${words.join(', ')}.`);
    return word;
  };
}

/** A parser for words separated by commas; '' is none. */
export function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A parser for an id. */
export function id(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a number, as the list shows it.');
  return value;
}

/** A parser for a number of things, 0 among them. */
export function number(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a number.');
  return Number(text);
}

/** What `none` means: the member is emptied. Commander takes a null for a missing value, so that null comes later. */
export const none = Symbol('none');
export type None = typeof none;

/** A parser for a value that `none` empties. */
export function orNone<T>(parse: (text: string) => T): (text: string) => T | None {
  return (text) => (text === 'none' ? none : parse(text));
}

/** A parser for text as it is. */
export function plain(text: string): string {
  return text;
}

/** A parser for a nation's code. */
export function code(text: string): string {
  return text.toUpperCase();
}

/** A parser for an instant: ISO 8601 with zone, or a day, which ends at its end in UTC. */
export function instant(text: string): string {
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text;
  const zoned = /T.+(Z|[+-]\d{2}:\d{2})$/.test(whole);
  if (!zoned || Number.isNaN(Date.parse(whole)))
    throw new InvalidArgumentError('It is a day such as 2026-03-01 or a time such as 2026-03-01T12:00:00Z.');
  return new Date(whole).toISOString();
}

type Values<O> = { [K in keyof O]: Exclude<O[K], undefined | None> | (None extends O[K] ? null : never) };

/** The options that were given, with null for `none`. */
export function values<O extends object>(options: O): Values<O> {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value === none ? null : (value as unknown)]),
  ) as Values<O>;
}

/** The same as a change. Throws a UsageError where none was given. */
export function given<O extends object>(options: O): Values<O> {
  if (Object.keys(options).length === 0) throw new UsageError('Nothing to change: --help shows what can be given.');
  return values(options);
}
