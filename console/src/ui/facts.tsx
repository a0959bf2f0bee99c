import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

export interface Fact {
  label: string;
  value: ReactNode;
  /** What the label means, on hover and focus. */
  meaning?: string;
  /** The value takes the whole width, below its label. */
  wide?: boolean;
}

/** Names and values of one thing. Facts without a value are not shown: pass `false` or null for them. */
export function Facts({ facts, label }: { facts: readonly (Fact | false | null)[]; label?: string }) {
  return (
    <dl className={classes.facts} {...(label === undefined ? {} : { 'aria-label': label })}>
      {facts.map(
        (fact) =>
          fact !== false &&
          fact !== null && (
            <div key={fact.label} className={classes.fact} data-wide={fact.wide === true}>
              <dt>
                {fact.meaning === undefined ? (
                  fact.label
                ) : (
                  <Tooltip label={fact.meaning}>
                    <span tabIndex={0} className={classes.explained}>
                      {fact.label}
                    </span>
                  </Tooltip>
                )}
              </dt>
              <dd>{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
