/** The language of the interface; dates and numbers follow it. */
export const locale = 'en-GB';

const whole = new Intl.NumberFormat(locale);
const brief = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
const regions = new Intl.DisplayNames(locale, { type: 'region' });
const languages = new Intl.DisplayNames(locale, { type: 'language' });

const part = {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;
const utc = new Intl.DateTimeFormat(locale, { ...part, timeZone: 'UTC' });
const utcDay = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', timeZone: 'UTC' });
const utcClock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const utcClockSeconds = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const local = new Intl.DateTimeFormat(locale, { ...part, timeZoneName: 'short' });

/** 12,345 */
export const number = (value: number): string => whole.format(value);
/** 12.3K; for places where the exact number stands on hover. */
export const briefNumber = (value: number): string => brief.format(value);
/** "Poland" for PL; the code itself where no name is known. */
export function country(code: string): string {
  if (code === 'XK') return 'Kosovo';
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}
export const language = (code: string): string => languages.of(code) ?? code;
/** 23 Nov 2026, 01:34:05 UTC */
export const utcTime = (at: Date): string => `${utc.format(at)} UTC`;
/** 01:34 */
export const utcHourMinute = (at: Date): string => utcClock.format(at);
/** 23 Nov */
export const utcDate = (at: Date): string => utcDay.format(at);
/** 01:34:05, with the day before it where it is not the day of `today`. */
export function utcShort(at: Date, today: Date): string {
  const sameDay = at.toISOString().slice(0, 10) === today.toISOString().slice(0, 10);
  return sameDay ? utcClockSeconds.format(at) : `${utcDay.format(at)} ${utcClock.format(at)}`;
}
/** The reader's own time, with its zone. */
export const localTime = (at: Date): string => local.format(at);
/** The time at a place, such as Europe/Warsaw; undefined where the zone is unknown. */
export function timeIn(at: Date, timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
      at,
    );
  } catch {
    return undefined;
  }
}

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
] as const;

/** "3 min ago", "in 2 days"; to the nearest whole unit. */
export function ago(at: Date, from: Date): string {
  let value = (at.getTime() - from.getTime()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(Math.round(value)) < size) return relative.format(Math.round(value), unit);
    value /= size;
  }
  return utcTime(at);
}
