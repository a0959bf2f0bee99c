import { unseal } from '../sealing.ts';
import { looksLikeRecoveryCode, stepOfCode } from '../totp/codes.ts';

/** What a code turned out to be, before anything is spent. */
export type SecondFactor =
  { readonly kind: 'one_time'; readonly step: number } | { readonly kind: 'recovery' } | { readonly kind: 'wrong' };

/** Where a sealed secret belongs: it opens nowhere else. */
export const totpContext = (person: string): string => `totp/${person}`;

/** Judges a one-time code against a sealed secret, or says that it is to be looked up as a recovery code. */
export function judgeCode(
  key: Buffer,
  account: { readonly person: string; readonly sealed: Buffer | null; readonly lastStep: number },
  code: string,
  now: Date,
): SecondFactor {
  if (looksLikeRecoveryCode(code)) return { kind: 'recovery' };
  const secret = account.sealed === null ? undefined : unseal(key, totpContext(account.person), account.sealed);
  const step = secret === undefined ? undefined : stepOfCode(secret, code, account.lastStep, now);
  return step === undefined ? { kind: 'wrong' } : { kind: 'one_time', step };
}
