/** An IPv4 or IPv6 network, or an address as the network of itself: the bytes of its base, host bits cleared. */
export interface Network {
  readonly bytes: Uint8Array;
  readonly length: number;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;

function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

/** The bytes of colon-separated groups; an IPv4 address may be the last of an address (RFC 4291 section 2.2). */
function groupBytes(text: string, endsAddress: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':', 9);
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else {
      const v4 = endsAddress && index === groups.length - 1 ? parseIpv4(group) : undefined;
      if (!v4) return undefined;
      bytes.push(...v4);
    }
  }
  return bytes;
}

function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::', 3);
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groupBytes(half, index === halves.length - 1));
  if (!head) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  if (!tail || head.length + tail.length > 14) return undefined;
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** Reads an address or CIDR notation; `undefined` where the text is neither. Bits of the host are let pass, and cleared. */
export function parseNetwork(text: string): Network | undefined {
  if (text.length > 49) return undefined; // the longest: IPv6 with an IPv4 tail and /128
  const [address = '', prefix, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  const values = address.includes(':') ? parseIpv6(address) : parseIpv4(address);
  if (!values) return undefined;
  const bits = values.length * 8;
  if (prefix !== undefined && !(octet.test(prefix) && Number(prefix) <= bits)) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  const bytes = Uint8Array.from(values, (value, index) => {
    const kept = Math.min(Math.max(length - index * 8, 0), 8);
    return value & (0xff << (8 - kept));
  });
  return { bytes, length };
}

/** Whether every address of `inner` lies in `outer`. IPv4 and IPv6 have nothing in common. */
export function isSubnet(inner: Network, outer: Network): boolean {
  if (inner.bytes.length !== outer.bytes.length || inner.length < outer.length) return false;
  return outer.bytes.every((byte, index) => {
    const kept = Math.min(Math.max(outer.length - index * 8, 0), 8);
    return ((inner.bytes[index] as number) & (0xff << (8 - kept)) & 0xff) === byte;
  });
}
