import { instantOf } from '../instant.ts';

const digitsOf = (fraction: string): bigint => BigInt(fraction.slice(0, 9).padEnd(9, '0'));

/**
 * The instant that a timestamp names, in nanoseconds since 1970 UTC; digits behind the ninth are cut. `undefined` where the text is
 * no timestamp. A leap second is the first instant of the next minute.
 */
export function nanosecondsOf(timestamp: string): bigint | undefined {
  const instant = instantOf(timestamp);
  if (instant === undefined) return undefined;
  const [, minute = '', second = '', , fraction = ''] = /^(.{16}):(\d\d)(\.(\d*))?$/.exec(instant) ?? [];
  const milliseconds = Date.parse(`${minute}Z`) + Number(second) * 1000;
  return BigInt(milliseconds) * 1_000_000n + digitsOf(fraction);
}

/** A number of seconds, as written in a pattern, in nanoseconds; digits behind the ninth are cut. */
export function durationOf(seconds: string): bigint {
  const [whole = '', fraction = ''] = seconds.split('.');
  // 18 digits are 30 thousand million years: longer than that, nothing is told apart.
  const bounded = whole.length > 18 ? '9'.repeat(18) : whole;
  return BigInt(bounded) * 1_000_000_000n + digitsOf(fraction);
}
