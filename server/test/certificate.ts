import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate that signs itself, with its key: PEM texts. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes one for names (`DNS:www.example.org`) or mailboxes (`email:feeds@example.org`), with openssl. */
export function makeCertificate(...alternatives: string[]): TestCertificate {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-certificate-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  try {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=Tocsin test'],
        ...['-keyout', key, '-out', cert, '-addext', `subjectAltName=${alternatives.join(',')}`],
      ],
      { stdio: 'pipe' },
    );
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
