const day = 86_400_000;
const names = {
  weekday: 'short',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const;

/** What clocks on the wall of a time zone show. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Since midnight. */
  readonly minutes: number;
  /** 0: Monday. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The clock for a time zone by its IANA name; UTC for one that is not known. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', { ...names, timeZone: zone, hourCycle: 'h23' });
  } catch {
    format = new Intl.DateTimeFormat('en-GB', { ...names, timeZone: 'UTC', hourCycle: 'h23' });
  }
  formats.set(zone, format);
  return format;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What the clocks of a zone show at an instant. */
export function wallTime(zone: string, at: Date): WallTime {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    minutes: number('hour') * 60 + number('minute'),
    weekday: weekdays.indexOf(parts.get('weekday') ?? ''),
  };
}

/**
 * When the clocks of a zone show a time on the day that lies `daysLater` after the day of `at`. Where clocks jump over
 * the time it is as much later, where they show it twice the first.
 */
export function instantOf(zone: string, at: Date, daysLater: number, minutes: number): Date {
  const wall = wallTime(zone, at);
  const wanted = Date.UTC(wall.year, wall.month - 1, wall.day, 0, minutes) + daysLater * day;
  // The offset a day before and after: one of them holds at the wanted time, and the greater gives the earlier instant.
  const offsets = [wanted - day, wanted + day].map((near) => offsetAt(zone, near));
  const candidates = offsets
    .map((offset) => wanted - offset)
    .filter((instant) => instant + offsetAt(zone, instant) === wanted);
  return new Date(candidates.length > 0 ? Math.min(...candidates) : wanted - Math.min(...offsets));
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(zone: string, instant: number): number {
  const { year, month, day: date, minutes } = wallTime(zone, new Date(instant));
  return Date.UTC(year, month - 1, date, 0, minutes) - Math.floor(instant / 60_000) * 60_000;
}
