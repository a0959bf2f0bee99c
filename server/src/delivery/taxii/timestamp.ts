/** A TAXII timestamp: RFC 3339 in UTC, written with Z. */
const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z$/;
const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The instant that a timestamp names, as text with exactly six digits of fraction, which sorts by time and which
 * PostgreSQL reads; finer fractions are cut. Undefined for what is no timestamp: no Z, no such day, 25 o'clock.
 */
export function instantOf(text: string): string | undefined {
  const parts = form.exec(text);
  if (parts === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] = parts;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const last = month === '02' && leap ? 29 : (days[Number(month) - 1] ?? 0);
  if (Number(year) < 1 || Number(day) < 1 || Number(day) > last) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}
