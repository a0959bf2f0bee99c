import { Tooltip } from '@mantine/core';
import { now, useNow } from '../clock.ts';
import { format, t } from '../messages/index.ts';
import classes from './time.module.css';

export interface TimeProps {
  /** RFC 3339, or null for never. */
  at: string | null | undefined;
  /** both: UTC and relative; utc, relative: that one alone (tables). All carry the rest on hover. */
  show?: 'both' | 'utc' | 'relative';
  /** In a list that moves by keys a stop at each time would be a burden. */
  focusable?: boolean;
}

/** A moment: UTC with relative time, the reader's own time on hover and focus. */
export function Time({ at, show = 'both', focusable = show === 'both' }: TimeProps) {
  const current = useNow();
  if (at === null || at === undefined) return <span className={classes.never}>{t.ui.time.never}</span>;
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <span>{at}</span>;
  const utc = format.utcShort(moment, current);
  const relative = format.ago(moment, current > moment ? current : now());
  const hover = (
    <>
      {format.utcTime(moment)}
      <br />
      {relative}
      <br />
      {t.ui.time.local(format.localTime(moment))}
    </>
  );
  return (
    <Tooltip label={hover}>
      <time dateTime={at} className={classes.time} {...(focusable ? { tabIndex: 0 } : {})}>
        {show !== 'relative' && (
          <>
            {utc}
            <span data-zone> UTC</span>
          </>
        )}
        {show === 'both' && <span className={classes.relative}>{relative}</span>}
        {show === 'relative' && relative}
      </time>
    </Tooltip>
  );
}
