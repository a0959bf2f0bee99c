import type { ReactNode } from 'react';
import { format, t } from '../messages/index.ts';
import classes from './bar-list.module.css';
import type { Unit } from './count.tsx';
import { Link } from './link.tsx';

export interface Bar {
  key: string;
  label: ReactNode;
  /** Quiet words below the label. */
  note?: ReactNode;
  value: number;
  href?: string;
}

/** Ranked bars with direct labels: a chart that is its own table. Each row links to what it counts. */
export function BarList({ label, unit, bars }: { label: string; unit: Unit; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ol className={classes.list} aria-label={label}>
      {bars.map((bar) => {
        const row = (
          <>
            <span
              className={classes.bar}
              style={{ width: `${Math.max(0.5, (bar.value / most) * 100)}%` }}
              aria-hidden
            />
            <span className={classes.words}>
              <span className={classes.label}>{bar.label}</span>
              {bar.note !== undefined && <span className={classes.note}>{bar.note}</span>}
            </span>
            <span className={classes.value}>
              {format.number(bar.value)}
              <span className="hidden-text">
                {' '}
                {bar.value === 1 ? t.words.units[unit].one : t.words.units[unit].many}
              </span>
            </span>
          </>
        );
        return (
          <li key={bar.key}>
            {bar.href === undefined ? (
              <span className={classes.row}>{row}</span>
            ) : (
              <Link href={bar.href} tone="bare" className={classes.row ?? ''}>
                {row}
              </Link>
            )}
          </li>
        );
      })}
    </ol>
  );
}
