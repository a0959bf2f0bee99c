import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** How failures slow the next attempt down. */
export interface ThrottlePolicy {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The first wait; each further failure doubles it. */
  readonly baseMs: number;
  /** The longest wait: an attacker makes nobody wait for ever. */
  readonly capMs: number;
  /** After this long without a failure all are forgotten. */
  readonly forgetMs: number;
}

/** What is known of failures of one key. */
export interface Failures {
  readonly failures: number;
  readonly lastAt: Date;
}

/** What failures are counted by, each with its policy. */
export interface ThrottleKey {
  readonly hash: Buffer;
  readonly policy: ThrottlePolicy;
  /** Whether a success forgives it all; else just the one attempt. Who owns one account shall not thereby try others for free. */
  readonly forgiving: boolean;
}

const minute = 60_000;
export const throttlePolicies = {
  address: { free: 10, baseMs: minute / 2, capMs: 15 * minute, forgetMs: 60 * minute },
  account: { free: 5, baseMs: minute / 6, capMs: 15 * minute, forgetMs: 24 * 60 * minute },
} as const satisfies Record<string, ThrottlePolicy>;

/** Milliseconds until the next attempt may be made; 0: now. */
export function waitAfter({ failures, lastAt }: Failures, policy: ThrottlePolicy, now: Date): number {
  const past = now.getTime() - lastAt.getTime();
  if (failures < policy.free || past >= policy.forgetMs) return 0;
  const wait = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(40, failures - policy.free));
  return Math.max(0, wait - past);
}

/** The count after one more attempt, which is a failure until it succeeds. */
export function countOne({ failures, lastAt }: Failures, policy: ThrottlePolicy, now: Date): number {
  return now.getTime() - lastAt.getTime() >= policy.forgetMs ? 1 : failures + 1;
}

const hashed = (text: string): Buffer => createHash('sha256').update(text).digest();

/** By address; IPv6 by /64: whoever has one address has all of these. */
export function addressKey(address: string): ThrottleKey {
  const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
  const name =
    parsed?.kind() === 'ipv6'
      ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
      : (parsed?.toString() ?? address);
  return { hash: hashed(`address ${name}`), policy: throttlePolicies.address, forgiving: false };
}

/**
 * By the account that was named, whether or not there is one; a browser in which its owner has signed in before is
 * counted by itself, so that strangers' guesses do not make the owner wait.
 */
export function accountKey(org: string, mail: string, device: string | undefined): ThrottleKey {
  const text = `account ${org.toLowerCase()} ${mail.toLowerCase()} ${device ?? ''}`;
  return { hash: hashed(text), policy: throttlePolicies.account, forgiving: true };
}

/** By a person who is signed in and shows a second factor. */
export function stepUpKey(person: string): ThrottleKey {
  return { hash: hashed(`step-up ${person}`), policy: throttlePolicies.account, forgiving: true };
}
