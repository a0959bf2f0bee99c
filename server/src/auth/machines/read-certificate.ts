import { X509Certificate } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';

/** What is kept of a client certificate. */
export interface KnownCertificate {
  /** SHA-256 of its DER form. */
  readonly fingerprint: Buffer;
  readonly subject: string | null;
  /** Its own end; null where only the fingerprint is known. */
  readonly notAfter: Date | null;
}

/** Reads a certificate (PEM) or the fingerprint of one. Throws `validation_failed` with a pointer. */
export function readCertificate(
  given: { readonly certificate?: string; readonly fingerprint?: string },
  now: Date,
): KnownCertificate {
  const { certificate, fingerprint } = given;
  if ((certificate === undefined) === (fingerprint === undefined))
    throw wrong('', 'give the certificate, or its fingerprint: one of the two');
  if (certificate === undefined)
    return { fingerprint: Buffer.from((fingerprint ?? '').replaceAll(':', ''), 'hex'), subject: null, notAfter: null };
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(certificate))
    throw wrong(
      '/certificate',
      'holds a private key: keep that to yourself, and make another one, for this one was sent',
    );
  const parsed = parse(certificate);
  if (parsed.validToDate <= now) throw wrong('/certificate', `ended ${parsed.validToDate.toISOString()}`);
  return {
    fingerprint: Buffer.from(parsed.fingerprint256.replaceAll(':', ''), 'hex'),
    subject: parsed.subject.replaceAll('\n', ', '),
    notAfter: parsed.validToDate,
  };
}

function parse(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw wrong('/certificate', 'is no certificate in PEM form');
  }
}

function wrong(pointer: string, problem: string): AppError {
  return new AppError('validation_failed', {
    detail: `body ${pointer}: ${problem}`,
    problems: [{ in: 'body', pointer, problem }],
  });
}
