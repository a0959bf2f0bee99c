import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { hashOf } from '../secret.ts';

/** RFC 6238: six digits, a step of 30 s, SHA-1, which is all that every app can do. */
const period = 30;
const options = { algorithm: 'SHA1', digits: 6, period } as const;
/** Steps before and after now whose code is taken: clocks of phones are off by less than a minute. */
const window = 1;

/** A new secret, 160 bits, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the picture holds that an app scans. */
export function totpUri(secret: string, label: string, issuer: string): string {
  return new TOTP({ ...options, secret: Secret.fromBase32(secret), label, issuer }).toString();
}

/**
 * The step whose code was given; undefined for a wrong code, and for one of a step that is not after `lastStep`: each
 * code is taken once (RFC 6238 section 5.2).
 */
export function stepOfCode(secret: string, code: string, lastStep: number, now: Date): number | undefined {
  const timestamp = now.getTime();
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = TOTP.validate({ ...options, secret: Secret.fromBase32(secret), token, window, timestamp });
  if (delta === null) return undefined;
  const step = TOTP.counter({ period, timestamp }) + delta;
  return step > lastStep ? step : undefined;
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten recovery codes, each some 59 bits, in groups that can be read aloud. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    // 256 is no multiple of 31: bytes beyond the last whole multiple are left out, else some letters came more often.
    const picked: string[] = [];
    while (picked.length < 12)
      for (const byte of randomBytes(16)) if (byte < 248 && picked.length < 12) picked.push(letters[byte % 31] ?? 'a');
    return picked.join('').replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** Whether a text may be a recovery code, and not a one-time code. */
export function looksLikeRecoveryCode(text: string): boolean {
  return /[a-z]/i.test(text);
}

/** What is stored of a recovery code, bound to its person; dashes, blanks and case do not count. */
export function recoveryHash(person: string, code: string): Buffer {
  return hashOf(`recovery ${person} ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`);
}
