import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import MimeNode from 'nodemailer/lib/mime-node';
import { outcomeOfReply, type Outcome } from '../attempts.ts';
import { letterHtml, letterText, type Letter } from './letter.ts';
import { signDetached, type MailIdentity } from './smime.ts';

/** One mail, ready to be coded. */
export interface Mail {
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly letter: Letter;
  readonly language: string;
  /** The list it belongs to: `subscription-7`. */
  readonly list: string;
  readonly unsubscribeUrl: string | undefined;
  readonly at: Date;
}

/** The way to the mail server. */
export interface Mailer {
  /** Sends one mail and says what the server answered. Never throws for what the other side does. */
  send(mail: Mail): Promise<Outcome>;
  close(): void;
}

export interface MailerOptions {
  /** smtp:// (with STARTTLS where the server offers it) or smtps://, with user and password. */
  readonly url: string;
  /** `Name <address>` or an address alone. */
  readonly from: string;
  readonly identity: MailIdentity | undefined;
}

/** Opens the way to the operator's mail server. It is the operator's own word where that is, and no caller's. */
export function createMailer({ url, from, identity }: MailerOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const sender = addressOf(from);
  return {
    async send(mail) {
      try {
        const raw = await codeMail(mail, from, identity);
        const { response } = (await transport.sendMail({
          envelope: { from: sender, to: [mail.to.address] },
          raw,
        })) as { response?: string };
        const status = Number((response ?? '').slice(0, 3));
        return { kind: 'delivered', status: Number.isNaN(status) ? null : status, answer: response ?? null };
      } catch (error) {
        const { responseCode, response, message } = error as {
          responseCode?: number;
          response?: string;
          message: string;
        };
        return outcomeOfReply(responseCode ?? null, response ?? message);
      }
    },
    close: () => transport.close(),
  };
}

/** The address alone of `Name <address>`. */
export function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/**
 * The mail as it travels: plain text and HTML, signed where there is a certificate (RFC 8551 3.5.3), with what list mail
 * says of itself (RFC 2919, 2369, 8058) and that no person wrote it (RFC 3834).
 */
export async function codeMail(mail: Mail, from: string, identity: MailIdentity | undefined): Promise<Buffer> {
  const { letter, language, list, unsubscribeUrl } = mail;
  const content = new MailComposer({ text: letterText(letter), html: letterHtml(letter, language) }).compile();
  const inner = asItTravels(await content.build());
  const root = identity === undefined ? content : await signedNode(inner, identity, mail.at);
  const domain = addressOf(from).split('@')[1] ?? 'localhost';
  root.setHeader({
    from,
    to: { name: mail.to.name, address: mail.to.address } as unknown as string,
    subject: letter.subject,
    date: mail.at.toUTCString().replace('GMT', '+0000'),
    'message-id': `<${mail.id}@${domain}>`,
    'auto-submitted': 'auto-generated',
    'list-id': `<${list}.${domain}>`,
    ...(unsubscribeUrl !== undefined && {
      'list-unsubscribe': `<${unsubscribeUrl}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    }),
  });
  return root.build();
}

/** Only what is exactly what was signed verifies: CRLF line ends, and no headers that belong outside. */
function asItTravels(entity: Buffer): Buffer<ArrayBuffer> {
  const text = entity.toString('latin1').replace(/\r?\n/g, '\r\n');
  const split = text.indexOf('\r\n\r\n');
  const headers = text
    .slice(0, split)
    .split(/\r\n(?![ \t])/)
    .filter((header) => /^content-/i.test(header));
  return Buffer.from(`${headers.join('\r\n')}${text.slice(split)}`, 'latin1');
}

async function signedNode(inner: Buffer<ArrayBuffer>, identity: MailIdentity, at: Date): Promise<MimeNode> {
  const entity = new Uint8Array(inner.buffer, inner.byteOffset, inner.length);
  const signature = await signDetached(identity, entity, at);
  const root = new MimeNode('multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256');
  root.createChild('application/octet-stream').setRaw(inner);
  root
    .createChild('application/pkcs7-signature; name="smime.p7s"')
    .setHeader('content-disposition', 'attachment; filename="smime.p7s"')
    .setContent(signature);
  return root;
}
