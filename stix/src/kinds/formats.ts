import { parseNetwork } from '../pattern/address.ts';
import { isCharacterSet } from './character-sets.ts';
import { fangedKind, textKind, type Kind } from './kind.ts';

/** Section 6.15: RFC 3986; characters beyond ASCII are let pass, as browsers do (RFC 3987). */
function isUrl(text: string): boolean {
  return (
    /^[a-zA-Z][a-zA-Z0-9+.-]*:./.test(text) &&
    !/[\x00-\x20\x7f"<>\\^`{|}]/.test(text) &&
    !/%(?![0-9a-fA-F]{2})/.test(text)
  );
}

export const url: Kind = fangedKind(textKind('url', '6.15', isUrl, 'This is no URL (RFC 3986)'));
/** Of an external reference. */
export const referencedUrl: Kind = textKind('url', '2.5', isUrl, 'This is no URL (RFC 3986)');

export const ipv4: Kind = fangedKind(
  textKind(
    'ipv4-address',
    '6.8',
    (text) => !text.includes(':') && parseNetwork(text) !== undefined,
    'This is no IPv4 address or network in CIDR notation',
  ),
);

export const ipv6: Kind = fangedKind(
  textKind(
    'ipv6-address',
    '6.9',
    (text) => text.includes(':') && parseNetwork(text) !== undefined,
    'This is no IPv6 address or network in CIDR notation',
  ),
);

export const macAddress: Kind = textKind(
  'mac-address',
  '6.10',
  (text) => /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(text),
  'This is no MAC-48 address in lower case with colons',
);

/** Section 6.4: RFC 1034 and RFC 5890. Labels of names that are in use (underscores, letters of all scripts) pass. */
function isDomainName(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (name.length === 0 || name.length > 253) return false;
  return name.split('.').every((label) => /^[a-zA-Z0-9_*\u0080-\u{10ffff}-]{1,63}$/u.test(label));
}

export const domainName: Kind = fangedKind(textKind('domain-name', '6.4', isDomainName, 'This is no domain name'));

/** Section 6.5: the addr-spec of RFC 5322, without a display name. */
function isEmailAddress(text: string): boolean {
  const border = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, border), text.slice(border + 1)];
  if (border < 1 || domain === '' || /[\s<>"(),;@]/.test(domain)) return false;
  return local.startsWith('"') ? local.length > 2 && local.endsWith('"') : !/[\s<>"(),:;@[\\\]]/.test(local);
}

export const emailAddress: Kind = fangedKind(
  textKind('email-address', '6.5', isEmailAddress, 'This is no mail address alone'),
);

/** Section 6.1: a media type under one of IANA's top-level types (RFC 6838 section 4.2), with parameters or without. */
const mediaType =
  /^(?:application|audio|example|font|haptics|image|message|model|multipart|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}(?:\s*;.*)?$/is;

export const mimeType: Kind = textKind('mime-type', '6.1', (text) => mediaType.test(text), 'This is no media type');

export const characterSet: Kind = textKind(
  'character-set',
  '6.7',
  isCharacterSet,
  'This is no character set of the IANA registry',
);

/** Section 6.14: a formatted string of CPE 2.3 (NISTIR 7695 section 6.2): 13 components, colons inside them escaped. */
export const cpe: Kind = textKind(
  'cpe',
  '6.14',
  (text) => /^cpe:2\.3:[aho*-](?::(?:[^:\\\s]|\\[^\s])+){10}$/.test(text),
  'This is no CPE 2.3 name',
);
