import { Tooltip } from '@mantine/core';
import { format, t } from '../messages/index.ts';
import classes from './count.module.css';

export type Unit = keyof typeof t.words.units;

/** "3 episodes", "1 host", "at least 10,000 events". */
export function countText(value: number, unit: Unit, atLeast = false): string {
  const words = t.words.units[unit];
  const text = `${format.number(value)} ${value === 1 ? words.one : words.many}`;
  return atLeast ? t.words.atLeast(text) : text;
}

export interface CountProps {
  value: number;
  unit: Unit;
  /** The true number is this or more. */
  atLeast?: boolean;
  /** The unit stands in the heading of the column already. */
  bare?: boolean;
}

/** A number with its unit, and what the unit means on hover: events, hosts and episodes are different words. */
export function Count({ value, unit, atLeast = false, bare = false }: CountProps) {
  return (
    <Tooltip label={t.words.units[unit].meaning}>
      <span className={classes.count}>{bare ? format.number(value) : countText(value, unit, atLeast)}</span>
    </Tooltip>
  );
}

export interface StatProps {
  value: number;
  unit: Unit;
  /** What is counted: "open now", "last 24 hours". */
  note: string;
  /** A sentence below: a comparison, a link. */
  children?: React.ReactNode;
  /** Draws the eye, with the second accent. */
  attention?: boolean;
}

/** A headline number. Its definition can be reached by keyboard. */
export function Stat({ value, unit, note, children, attention = false }: StatProps) {
  const words = t.words.units[unit];
  return (
    <div className={classes.stat} data-attention={attention}>
      <Tooltip label={words.meaning}>
        <div tabIndex={0} className={classes.figure}>
          <span className={classes.value}>{format.number(value)}</span>{' '}
          <span className={classes.unit}>{value === 1 ? words.one : words.many}</span>
        </div>
      </Tooltip>
      <div className={classes.note}>{note}</div>
      {children !== undefined && <div className={classes.extra}>{children}</div>}
    </div>
  );
}

/** Headline numbers side by side, divided by lines; they wrap on narrow screens. */
export function Stats({ children, label }: { children: React.ReactNode; label: string }) {
  return (
    <section aria-label={label} className={classes.stats}>
      {children}
    </section>
  );
}
