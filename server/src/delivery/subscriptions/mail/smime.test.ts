import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../../../../test/certificate.ts';
import { readMailIdentity, signDetached } from './smime.ts';

const entity = Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n');
const at = new Date('2026-01-10T12:00:00Z');

function directory(): (name: string, content: string | Buffer) => string {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-smime-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return (name, content) => {
    writeFileSync(join(path, name), content);
    return join(path, name);
  };
}

function ecCertificate() {
  const key = execFileSync('openssl', [
    'genpkey',
    '-algorithm',
    'EC',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
  ]).toString();
  const put = directory();
  const args = ['req', '-x509', '-days', '3650', '-subj', '/CN=Tocsin EC', '-key', put('key.pem', key)];
  return { key, cert: execFileSync('openssl', args).toString() };
}

test.each([
  ['RSA', () => makeCertificate('email:feeds@example.org')],
  ['P-256', ecCertificate],
])('openssl verifies what is signed with %s, and nothing that was changed', async (_, make) => {
  const { cert, key } = make();
  const signature = await signDetached(await readMailIdentity(cert, key), new Uint8Array(entity), at);
  const put = directory();
  const verify = (content: Buffer) =>
    execFileSync(
      'openssl',
      [
        ...[
          'cms',
          '-verify',
          '-binary',
          '-inform',
          'DER',
          '-in',
          put('s.der', signature),
          '-content',
          put('c', content),
        ],
        ...['-CAfile', put('ca.pem', cert), '-purpose', 'any'],
      ],
      { stdio: 'pipe' },
    );
  expect(verify(entity)).toEqual(entity);
  expect(() => verify(Buffer.from(entity.toString().replace('Hello', 'Hullo')))).toThrow();
});

test('a key of another certificate, and no certificate at all, are refused', async () => {
  const [one, other] = [makeCertificate('email:a@example.org'), makeCertificate('email:b@example.org')];
  await expect(readMailIdentity(one.cert, other.key)).rejects.toThrow('does not belong');
  await expect(readMailIdentity('nothing', one.key)).rejects.toThrow('no certificate');
});
