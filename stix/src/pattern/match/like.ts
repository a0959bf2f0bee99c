import type { Budget } from '../regex/index.ts';
import { spend } from './work.ts';

/**
 * Whether text is like a pattern as a whole: % stands for any characters or none, _ for exactly one (section 9.6.1). Each % is
 * given back to only until the next one is reached, so that steps are at most the product of the two lengths.
 */
export function isLike(text: string, pattern: string, budget: Budget): boolean {
  const characters = Array.from(text);
  const wanted = Array.from(pattern);
  spend(budget, characters.length + wanted.length);
  let at = 0;
  let next = 0;
  let lastPercent = -1;
  let resumeAt = 0;
  while (at < characters.length) {
    spend(budget);
    if (wanted[next] === '%') {
      lastPercent = next;
      resumeAt = at;
      next += 1;
    } else if (next < wanted.length && (wanted[next] === '_' || wanted[next] === characters[at])) {
      next += 1;
      at += 1;
    } else if (lastPercent !== -1) {
      resumeAt += 1;
      at = resumeAt;
      next = lastPercent + 1;
    } else return false;
  }
  while (wanted[next] === '%') next += 1;
  return next === wanted.length;
}
