import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../../../../test/certificate.ts';
import { codeMail, createMailer, type Mail } from './client.ts';
import { readMailIdentity } from './smime.ts';

const at = new Date('2026-01-10T12:00:00Z');
const from = 'Tocsin drill <feeds@example.org>';
const mail: Mail = {
  id: 'msg_1',
  to: { name: 'Dyżurny, CSIRT', address: 'duty@example.org' },
  letter: {
    subject: '[TLP:GREEN] Tocsin: 3 events łódź',
    sections: [
      { lines: ['TLP:GREEN', '.', 'a line with ü and = and a very long text '.repeat(20)] },
      { heading: 'Events', lines: ['<b>one</b>'] },
    ],
  },
  language: 'en',
  list: 'subscription-7',
  unsubscribeUrl: 'https://tocsin.example.org/api/unsubscribe/abc',
  at,
};

/** A mail server on loopback. */
async function server(options: SMTPServerOptions = {}) {
  const received: { to: string[]; raw: Buffer }[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) });
        done(null, 'taken as 42');
      });
    },
    ...options,
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from, identity: undefined });
  onTestFinished(async () => {
    mailer.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });
  return { mailer, received };
}

test('a mail arrives with both texts and says what it is', async () => {
  const { mailer, received } = await server();
  expect(await mailer.send(mail)).toEqual({
    kind: 'delivered',
    status: 250,
    answer: expect.stringContaining('taken as 42'),
  });
  expect(received[0]?.to).toEqual(['duty@example.org']);
  const parsed = await simpleParser(received[0]!.raw);
  expect(parsed.subject).toBe(mail.letter.subject);
  expect(parsed.messageId).toBe('<msg_1@example.org>');
  expect(parsed.date).toEqual(at);
  expect(parsed.from?.value).toEqual([{ name: 'Tocsin drill', address: 'feeds@example.org' }]);
  expect([parsed.to].flat()[0]?.value).toEqual([{ name: 'Dyżurny, CSIRT', address: 'duty@example.org' }]);
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(parsed.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line).toContain(mail.unsubscribeUrl);
  expect(parsed.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).toContain(
    'List-Unsubscribe=One-Click',
  );
  expect(parsed.headerLines.find(({ key }) => key === 'list-id')?.line).toContain('<subscription-7.example.org>');
  expect(parsed.text).toContain('a line with ü and =');
  expect(parsed.html).toContain('<li>&#60;b&#62;one&#60;/b&#62;</li>');
  expect(parsed.attachments).toEqual([]);
});

test('openssl verifies the signature of what arrived, and a changed mail fails', async () => {
  const certificate = makeCertificate('email:feeds@example.org');
  const raw = await codeMail(mail, from, await readMailIdentity(certificate.cert, certificate.key));
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-mail-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, 'ca.pem'), certificate.cert);
  const verify = (bytes: Buffer) => {
    writeFileSync(join(directory, 'mail.eml'), bytes);
    const args = ['cms', '-verify', '-in', join(directory, 'mail.eml'), '-CAfile', join(directory, 'ca.pem')];
    return execFileSync('openssl', [...args, '-purpose', 'any'], { stdio: 'pipe' }).toString();
  };
  expect(verify(raw)).toContain('text/plain');
  const parsed = await simpleParser(raw);
  expect(parsed.subject).toBe(mail.letter.subject);
  expect(parsed.text).toContain('TLP:GREEN');
  expect(() =>
    verify(Buffer.from(raw.toString('latin1').replace('TLP:GREEN\r\n', 'TLP:CLEAR\r\n'), 'latin1')),
  ).toThrow();
});

test.each([
  [550, 'refused'],
  [451, 'failed'],
])('a reply of %i is recorded: %s', async (responseCode, kind) => {
  const { mailer } = await server({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('not here'), { responseCode })),
  });
  expect(await mailer.send(mail)).toEqual({ kind, status: responseCode, answer: expect.stringContaining('not here') });
});

test('no server: tried again later', async () => {
  const mailer = createMailer({ url: 'smtp://127.0.0.1:1', from, identity: undefined });
  expect(await mailer.send(mail)).toMatchObject({ kind: 'failed', status: null });
  mailer.close();
});
