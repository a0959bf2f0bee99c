import { parseIp, parsePrefix, type IpAddress } from '#registry/ip-data/index.ts';

/** A warninglist that is switched on. */
export interface Warninglist {
  readonly name: string;
  /** Canonical prefixes. */
  readonly addresses: readonly string[];
  /** `example.org`: that name alone; `.example.org`: that name and every name below it. */
  readonly domains: readonly string[];
}

/** The warninglists that name a canonical value, by name. */
export type Warned = (value: string) => readonly string[];

/** Compiles warninglists into the form in which values are looked up. */
export function compileWarned(lists: readonly Warninglist[]): Warned {
  const prefixes = new Map<string, string[]>();
  const lengths = { 4: new Set<number>(), 6: new Set<number>() };
  const domains = new Map<string, string[]>();
  const put = (into: Map<string, string[]>, key: string, name: string): void => {
    const known = into.get(key);
    if (known === undefined) into.set(key, [name]);
    else if (!known.includes(name)) known.push(name);
  };
  for (const { name, addresses, domains: names } of lists) {
    for (const text of addresses) {
      const prefix = parsePrefix(text);
      if (prefix === undefined) continue;
      lengths[prefix.version].add(prefix.length);
      put(prefixes, keyOf(prefix.version, bitsOf(prefix.base, prefix.version), prefix.length), name);
    }
    for (const domain of names) put(domains, domain, name);
  }
  const ofAddress = (address: IpAddress): string[] => {
    const bits = bitsOf(address.version === 4 ? address.value : address.bytes, address.version);
    return [...lengths[address.version]].flatMap((length) => prefixes.get(keyOf(address.version, bits, length)) ?? []);
  };
  const ofName = (name: string): string[] => {
    const found = [...(domains.get(name) ?? [])];
    for (let rest = name; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '')
      found.push(...(domains.get(`.${rest}`) ?? []));
    return found;
  };
  return (value) => {
    const address = parseIp(value);
    return [...new Set(address === undefined ? ofName(value) : ofAddress(address))].sort();
  };
}

function bitsOf(address: number | Uint8Array, version: 4 | 6): bigint {
  return typeof address === 'number'
    ? BigInt(address)
    : BigInt(
        `0x${Buffer.from(address)
          .toString('hex')
          .padStart(version === 6 ? 32 : 8, '0')}`,
      );
}

function keyOf(version: 4 | 6, bits: bigint, length: number): string {
  const all = version === 4 ? 32 : 128;
  return `${version}:${(bits >> BigInt(all - length)).toString(36)}/${length}`;
}
