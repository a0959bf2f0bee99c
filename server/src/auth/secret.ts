import { createHash, randomBytes } from 'node:crypto';

const mark = 'tocsin_';
const form = /^tocsin_[A-Za-z0-9_-]{43}$/;

/** A secret as its owner keeps it: 256 random bits behind a mark that secret scanners recognise. */
export function newSecret(): string {
  return mark + randomBytes(32).toString('base64url');
}

/** True for what newSecret may have made; anything else need not be looked up. */
export function looksLikeSecret(text: string): boolean {
  return form.test(text);
}

/** What is stored of a secret. 256 random bits cannot be guessed, so that one plain SHA-256 is enough and quick. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The beginning of a secret, to recognise it in lists by. */
export function prefixOf(secret: string): string {
  return secret.slice(0, mark.length + 6);
}
