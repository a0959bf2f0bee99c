import { AppError } from '#kernel/errors.ts';

const shortest = 12;

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3);

/**
 * Why a password can be guessed, as a sentence; undefined when it will do. Length counts and not kinds of characters
 * (NIST SP 800-63B, "Password Verifiers"); a second factor stands beside it in any case.
 */
export function weakness(password: string, known: readonly string[]): string | undefined {
  const text = password.normalize('NFKC').toLowerCase();
  if (Array.from(text).length < shortest) return `It has fewer than ${shortest} characters.`;
  if (new Set(text).size < 6) return 'It has fewer than six different characters.';
  if (/^(.{1,6})\1+.{0,5}$/u.test(text)) return 'It repeats itself.';
  let rest = text;
  for (const word of known.flatMap(words).sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, '');
  if (Array.from(rest).length < shortest - 4 && rest !== text)
    return 'It is made of your name, address or organisation.';
  return undefined;
}

/** Throws AppError `password_too_weak` with the reason. */
export function demandStrength(password: string, known: readonly string[]): void {
  const reason = weakness(password, known);
  if (reason !== undefined) throw new AppError('password_too_weak', { detail: reason });
}
