import { createHash, verify } from 'node:crypto';

/** SHA-256 of a text, as 64 hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whether an Ed25519 signature (base64) over a text is that of a public key (PEM); false for what is neither. */
export function verifySignature(text: string, signature: string, publicKey: string): boolean {
  try {
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
