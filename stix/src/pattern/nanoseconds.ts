const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?Z$/;

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/**
 * The instant that a STIX timestamp names, in nanoseconds since 1970 UTC; digits behind the ninth are cut. `undefined` where
 * the text is no timestamp (STIX 2.1 section 2.16, RFC 3339). A leap second is the first instant of the next minute.
 */
export function nanosecondsOf(text: string): bigint | undefined {
  const parts = form.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would take the years 0 to 99 for 1900 to 1999
  const seconds = BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second);
  return seconds * 1_000_000_000n + BigInt((parts[7] ?? '').slice(0, 9).padEnd(9, '0'));
}

/** A number of seconds, as written in a pattern, in nanoseconds; digits behind the ninth are cut. */
export function durationOf(seconds: string): bigint {
  const [whole = '', fraction = ''] = seconds.split('.');
  // 18 digits are 30 thousand million years: longer than that, nothing is told apart.
  const bounded = whole.length > 18 ? '9'.repeat(18) : whole;
  return BigInt(bounded) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}
