import type { ReactNode } from 'react';
import classes from './badge.module.css';

/** A word in a quiet frame: a state, a kind. `notice` wants attention, `bad` is wrong, `good` is done. Never colour alone: it always has its word. */
export function Badge({
  tone = 'quiet',
  children,
}: {
  tone?: 'quiet' | 'notice' | 'bad' | 'good' | 'accent';
  children: ReactNode;
}) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
