import ipaddr from 'ipaddr.js';

/** How the text of one variable is read. */
export interface Kind<T> {
  /** As shown in the documentation: `integer, 1 to 65535`. */
  readonly form: string;
  /** The value, or a `Malformed` saying what is expected. */
  readonly parse: (text: string) => T | Malformed;
  /** A value as one would write it in the environment. A method, so that a Kind<number> is also a Kind<unknown>. */
  write(value: T): string;
}

/** The text does not have the form of its kind. */
export class Malformed {
  readonly expected: string;
  constructor(expected: string) {
    this.expected = expected;
  }
}

const plain = String;

/** Any text. */
export const text: Kind<string> = { form: 'text', parse: (given) => given, write: plain };

/** `true`/`false`, also 1/0, yes/no, on/off. */
export const flag: Kind<boolean> = {
  form: 'true or false',
  parse: (given) => {
    if (/^(true|1|yes|on)$/i.test(given)) return true;
    return /^(false|0|no|off)$/i.test(given) ? false : new Malformed('true or false');
  },
  write: plain,
};

/** A whole number within limits, both included. */
export function integer(min: number, max: number): Kind<number> {
  const form = `integer, ${min} to ${max}`;
  return {
    form,
    parse: (given) => {
      const value = Number(given);
      return /^\d+$/.test(given) && value >= min && value <= max ? value : new Malformed(form);
    },
    write: plain,
  };
}

const byteUnits: Record<string, number> = { '': 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 };

/** A number of bytes, as a plain number or with KiB, MiB, GiB. */
export function bytes(min: number, max: number): Kind<number> {
  const form = 'bytes, such as 65536, 64KiB or 1MiB';
  return {
    form,
    parse: (given) => {
      const match = /^(\d+) ?(|kib|mib|gib)$/i.exec(given);
      const value = match === null ? NaN : Number(match[1]) * (byteUnits[(match[2] ?? '').toLowerCase()] ?? NaN);
      return value >= min && value <= max ? value : new Malformed(`${form}, from ${min} to ${max}`);
    },
    write: plain,
  };
}

/** One of some words. */
export function oneOf<const W extends string>(...words: W[]): Kind<W> {
  const form = `one of ${words.join(', ')}`;
  return { form, parse: (given) => words.find((word) => word === given) ?? new Malformed(form), write: plain };
}

/** Several of some words, comma-separated, at least one; each counts once. */
export function someOf<const W extends string>(...words: W[]): Kind<readonly W[]> {
  const form = `some of ${words.join(', ')}, comma-separated`;
  return {
    form,
    parse: (given) => {
      const parts = given.split(',').map((part) => part.trim());
      const known = parts.every((part) => words.some((word) => word === part));
      return known ? words.filter((word) => parts.includes(word)) : new Malformed(form);
    },
    write: (values) => values.join(','),
  };
}

/** A URL with one of some schemes. */
export function url(...schemes: string[]): Kind<string> {
  const form = `URL, ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return {
    form,
    parse: (given) => {
      const scheme = URL.canParse(given) ? new URL(given).protocol.slice(0, -1) : undefined;
      return scheme !== undefined && schemes.includes(scheme) ? given : new Malformed(form);
    },
    write: plain,
  };
}

/** Addresses or prefixes, comma-separated. */
export const networks: Kind<readonly string[]> = {
  form: 'addresses or prefixes, comma-separated',
  parse: (given) => {
    const parts = given.split(',').map((part) => part.trim());
    const wrong = parts.find((part) => !ipaddr.isValid(part) && !ipaddr.isValidCIDR(part));
    return wrong === undefined ? parts : new Malformed(`addresses or prefixes; ${JSON.stringify(wrong)} is neither`);
  },
  write: (values) => values.join(','),
};

const hostName = /^\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** Addresses, prefixes or names of hosts, comma-separated; a name that begins with a dot stands for all below it. */
export const destinations: Kind<readonly string[]> = {
  form: 'addresses, prefixes or names, comma-separated',
  parse: (given) => {
    const parts = given.split(',').map((part) => part.trim());
    const wrong = parts.find((part) => !ipaddr.isValid(part) && !ipaddr.isValidCIDR(part) && !hostName.test(part));
    return wrong === undefined
      ? parts
      : new Malformed(`addresses, prefixes or names of hosts; ${JSON.stringify(wrong)} is none`);
  },
  write: (values) => values.join(','),
};

/** Addresses, comma-separated. */
export const addresses: Kind<readonly string[]> = {
  form: 'addresses, comma-separated',
  parse: (given) => {
    const parts = given.split(',').map((part) => part.trim());
    const wrong = parts.find((part) => !ipaddr.isValid(part));
    return wrong === undefined ? parts : new Malformed(`addresses; ${JSON.stringify(wrong)} is none`);
  },
  write: (values) => values.join(','),
};
