import { parse } from 'tldts';
import { isForeignLetter } from './characters.ts';
import { isOnion } from './onion.ts';

/** Endings outside the public DNS under which malware has names all the same: Namecoin, Emercoin, OpenNIC, Tor, I2P. */
const otherRoots = new Set(['onion', 'i2p', 'bit', 'bazar', 'coin', 'emc', 'lib', 'oss', 'geek', 'libre', 'null', 'o']);

const options = { extractHostname: false, validateHostname: false, mixedInputs: false, detectIp: false } as const;

/** The last label of a name. */
export const lastLabel = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Whether a name in lower case lies below a public suffix of the Public Suffix List (ICANN section), or another root that is in use. */
export function isRegistrable(name: string, url = false): boolean {
  if (name.length > 253 || name.length < 4) return false;
  if (!labelsHold(name)) return false;
  const top = lastLabel(name);
  if (top === 'onion') return isOnion(name);
  if (otherRoots.has(top)) return url || top === 'bit' || top === 'i2p' || top === 'bazar';
  const found = parse(name, options);
  return found.isIcann === true && found.domain !== null;
}

/** RFC 1035 and 5890: labels of 1 to 63 characters, no hyphen at either end; an underscore only at the beginning of one. */
function labelsHold(name: string): boolean {
  let length = 0;
  for (let at = 0; at <= name.length; at += 1) {
    const code = at < name.length ? name.charCodeAt(at) : 0x2e;
    if (code === 0x2e) {
      if (length === 0 || length > 63 || name.charCodeAt(at - 1) === 0x2d) return false;
      length = 0;
      continue;
    }
    if (length === 0 && (code === 0x2d || (code === 0x5f && name.charCodeAt(at + 1) === 0x2e))) return false;
    if (code > 127 && !isForeignLetter(code)) return false;
    length += 1;
  }
  return true;
}

/** The name under which somebody registered a host: `mail.example.co.uk` gives `example.co.uk`. */
export const registeredName = (host: string): string => parse(host, options).domain ?? host;
