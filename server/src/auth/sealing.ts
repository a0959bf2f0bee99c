import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals a text with AES-256-GCM under `key` (32 bytes): nonce, tag, ciphertext. `context` says what it is and whose; a
 * sealed text that is moved elsewhere does not open.
 */
export function seal(key: Buffer, context: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** What was sealed; undefined when key or context are others, or it was changed. */
export function unseal(key: Buffer, context: string, sealed: Buffer): string | undefined {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const opener = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([opener.update(sealed.subarray(nonceBytes + tagBytes)), opener.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

const deviceMac = (key: Buffer, person: string, nonce: string): Buffer =>
  createHmac('sha256', key).update(`device ${person} ${nonce}`).digest();

/**
 * A mark for a browser in which a person has signed in: guesses of others do not make it wait (device cookies, OWASP
 * "Slow Down Online Guessing Attacks with Device Cookies"). Says nothing but that, and opens nothing.
 */
export function deviceMark(key: Buffer, person: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${deviceMac(key, person, nonce).toString('base64url')}`;
}

/** The mark's own name where it is one of this person's browsers; undefined for any other text. */
export function knownDevice(key: Buffer, person: string, mark: string | undefined): string | undefined {
  const [nonce, mac, ...rest] = (mark ?? '').split('.');
  if (nonce === undefined || mac === undefined || rest.length > 0) return undefined;
  const given = Buffer.from(mac, 'base64url');
  const wanted = deviceMac(key, person, nonce);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? nonce : undefined;
}
