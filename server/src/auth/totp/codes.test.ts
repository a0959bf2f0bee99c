import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { looksLikeRecoveryCode, newRecoveryCodes, newTotpSecret, recoveryHash, stepOfCode, totpUri } from './codes.ts';

/** RFC 6238 appendix B: the ASCII secret of its SHA-1 vectors. */
const secret = Secret.fromUTF8('12345678901234567890').base32;
const at = (seconds: number) => new Date(seconds * 1000);

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1234567890, '005924'],
  [2000000000, '279037'],
])('the vector of RFC 6238 at %i s', (seconds, code) => {
  expect(stepOfCode(secret, code, 0, at(seconds))).toBe(Math.floor(seconds / 30));
});

test('a code holds for its step and one before and after, once', () => {
  const code = '005924';
  const step = Math.floor(1234567890 / 30);
  const begin = step * 30;
  expect(stepOfCode(secret, code, 0, at(begin - 30))).toBe(step);
  expect(stepOfCode(secret, code, 0, at(begin + 59))).toBe(step);
  expect(stepOfCode(secret, code, 0, at(begin - 31))).toBeUndefined();
  expect(stepOfCode(secret, code, 0, at(begin + 60))).toBeUndefined();
  expect(stepOfCode(secret, code, step, at(begin))).toBeUndefined();
  expect(stepOfCode(secret, code, step - 1, at(begin))).toBe(step);
  expect(stepOfCode(secret, '005 924', 0, at(begin))).toBe(step);
  for (const wrong of ['', '005925', '5924', 'abcdef', '-05924'])
    expect(stepOfCode(secret, wrong, 0, at(begin))).toBeUndefined();
});

test('an app that scans the picture shows the same code', () => {
  const made = newTotpSecret();
  const uri = totpUri(made, 'kaja@example.org', 'Tocsin');
  expect(uri).toMatch(/^otpauth:\/\/totp\/Tocsin:kaja%40example\.org\?issuer=Tocsin&secret=[A-Z2-7]{32}&/);
  const code = TOTP.generate({ secret: Secret.fromBase32(made), timestamp: 1e12 });
  expect(stepOfCode(made, code, 0, new Date(1e12))).toBeDefined();
});

test('recovery codes: ten, all different, read back whatever dashes and case, and good for their person alone', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}$/);
  const [code = ''] = codes;
  expect(recoveryHash('a', code.toUpperCase().replaceAll('-', ' '))).toEqual(recoveryHash('a', code));
  expect(recoveryHash('b', code)).not.toEqual(recoveryHash('a', code));
  expect(looksLikeRecoveryCode('005924')).toBe(false);
});
