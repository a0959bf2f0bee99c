import type { MailPlan } from '@tocsin/api';
import { instantOf, wallTime } from './zone-time.ts';

const usualAt = '07:00';
const usuallyUrgent = ['critical'];

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** When the next digest is due after an instant: each day or each Monday at the plan's time; null where there is none. */
export function nextDigest({ every, at = usualAt }: MailPlan, zone: string, after: Date): Date | null {
  if (every === 'never') return null;
  for (let days = 0; days <= 8; days += 1) {
    const due = instantOf(zone, after, days, minutesOf(at));
    if (due > after && (every === 'day' || wallTime(zone, due).weekday === 0)) return due;
  }
  return null;
}

/** When the quiet hours end in which an instant lies; undefined outside of them. */
export function quietUntil({ quiet }: MailPlan, zone: string, now: Date): Date | undefined {
  if (quiet === undefined || quiet.from === quiet.to) return undefined;
  const [from, to, at] = [minutesOf(quiet.from), minutesOf(quiet.to), wallTime(zone, now).minutes];
  const overMidnight = from > to;
  const inside = overMidnight ? at >= from || at < to : at >= from && at < to;
  if (!inside) return undefined;
  return instantOf(zone, now, overMidnight && at >= from ? 1 : 0, to);
}

/** Whether a severity, as its source grades it, is to be told at once. */
export function isUrgent({ urgent = usuallyUrgent }: MailPlan, severity: string | null): boolean {
  return severity !== null && urgent.some((word) => word.toLowerCase() === severity.toLowerCase());
}

/** Whether the plan has anything told at once. */
export function hasUrgent({ urgent = usuallyUrgent }: MailPlan): boolean {
  return urgent.length > 0;
}
