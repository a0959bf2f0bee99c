const DAY = 86_400_000;

/** Days from 1970-01-01 of a date of the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function monthDays(year: number, month: number): number {
  const leap = month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false);
  return (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function instant(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (month < 1 || month > 12 || day < 1 || day > monthDays(year, month)) return NaN;
  if (hour > 23 || minute > 59 || second > 60) return NaN;
  return daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000;
}

let lastDate = -1;
let lastDay = NaN;

/**
 * Milliseconds of the form `2026-03-04 05:06:07` (or with T, and with a closing Z) at `start` of `bytes`, taken as UTC; NaN for every
 * other form. It is the hot path of tables: no text is made.
 */
export function timeOfBytes(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length !== 19 && !(length === 20 && bytes[start + 19] === 0x5a)) return NaN;
  const between = bytes[start + 10];
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d || (between !== 0x20 && between !== 0x54)) return NaN;
  if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return NaN;
  const hour = pair(bytes, start + 11);
  const minute = pair(bytes, start + 14);
  const second = pair(bytes, start + 17);
  const date =
    (pair(bytes, start) * 100 + pair(bytes, start + 2)) * 10_000 +
    pair(bytes, start + 5) * 100 +
    pair(bytes, start + 8);
  if (!(hour < 24 && minute < 60 && second < 60)) return NaN;
  if (date !== lastDate) {
    lastDay = instant(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100, 0, 0, 0);
    lastDate = date;
  }
  return lastDay + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Two decimal digits; NaN where they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** As timeOfBytes, for a text. */
function timeOfUsualText(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    usual[at] = code < 0x80 ? code : 0;
  }
  return timeOfBytes(usual, 0, text.length);
}

const usual = new Uint8Array(20);

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?(?: ?([Zz]|UTC|GMT|[+-]\d\d:?\d\d))?)?$/;

/**
 * Milliseconds of a timestamp: RFC 3339 and its looser cousins (a blank for T, "UTC", no zone at all, no time of day). What has no zone
 * is UTC, as Shadowserver, Team Cymru and abuse.ch have it. NaN for what is none.
 */
export function timeOfText(text: string): number {
  if (text.length === 19 || text.length === 20) {
    const quick = timeOfUsualText(text);
    if (!Number.isNaN(quick)) return quick;
  }
  const parts = FORM.exec(text);
  if (!parts) return NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = parts;
  const seconds = instant(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return seconds + Math.floor(Number(`0.${fraction || '0'}`) * 1000) - offsetOf(zone);
}

function offsetOf(zone: string): number {
  const sign = zone.startsWith('-') ? -1 : zone.startsWith('+') ? 1 : 0;
  if (sign === 0) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  return hours < 24 && minutes < 60 ? sign * (hours * 60 + minutes) * 60_000 : NaN;
}

/** Whether the milliseconds say all that the text says: no finer fraction and no other zone got lost. */
export function timeIsExact(text: string): boolean {
  if ((text.length === 19 || text.length === 20) && !Number.isNaN(timeOfUsualText(text))) return true;
  const parts = FORM.exec(text);
  return parts !== null && (parts[7] ?? '').length <= 3 && offsetOf(parts[8] ?? 'Z') === 0 && parts[4] !== undefined;
}
