import ipaddr from 'ipaddr.js';

export interface AttemptLimit {
  /** Failures within `windowMs` after which an address has to wait. */
  readonly failures: number;
  readonly windowMs: number;
}

const mostAddresses = 10_000;

/** Counts failed sign-ins by address, so that nobody can try without end. */
export function createAttempts({ failures, windowMs }: AttemptLimit) {
  const failed = new Map<string, number[]>();
  const recent = (key: string, now: Date): number[] =>
    (failed.get(key) ?? []).filter((time) => time > now.getTime() - windowMs);

  return {
    /** Seconds until this address may try again; 0: now. */
    waitFor(address: string, now: Date): number {
      const times = recent(keyOf(address), now);
      const oldest = times.at(-failures);
      return oldest === undefined ? 0 : Math.ceil((oldest + windowMs - now.getTime()) / 1000);
    },
    fail(address: string, now: Date): void {
      const key = keyOf(address);
      const times = [...recent(key, now), now.getTime()].slice(-failures);
      // Deleted first, so that the map stays in order of the last failure and the oldest goes when it is full.
      failed.delete(key);
      failed.set(key, times);
      const [oldest] = failed.keys();
      if (failed.size > mostAddresses && oldest !== undefined) failed.delete(oldest);
    },
  };
}

/** IPv6 by /64: whoever has one address has all of these. */
function keyOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6'
    ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
    : parsed.toString();
}
