const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z$/;
const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A timestamp in the one spelling that all spellings of the instant share: no Z, no fraction that ends in 0. Two such texts order by
 * code unit as their instants do, whatever the number of digits. `undefined` where the text is no timestamp (STIX 2.1 section
 * 2.16, RFC 3339 in UTC). A leap second stays :60.
 */
export function instantOf(text: string): string | undefined {
  const parts = form.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction] = parts;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  // RFC 3339 section 5.7: a leap second ends the last minute of a day in UTC.
  if (Number(second) > 59 && !(second === '60' && hour === '23' && minute === '59')) return undefined;
  const whole = text.slice(0, 19);
  const digits = fraction === undefined ? '' : withoutTrailingZeros(fraction);
  return digits === '' ? whole : `${whole}.${digits}`;
}

/** Negative, 0 or positive as the instant of `a` lies before, at or after that of `b`, however they are spelled. */
export function compareInstants(a: string, b: string): number {
  const [first, second] = [instantOf(a) ?? a, instantOf(b) ?? b];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** How many digits a timestamp has behind the point. */
export function fractionDigits(text: string): number {
  return text.length > 20 ? text.length - 21 : 0;
}

function isDate(year: number, month: number, day: number): boolean {
  const days = monthDays[month - 1];
  if (days === undefined || day < 1 || day > days) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}
