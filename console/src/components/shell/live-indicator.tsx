import { Tooltip } from '@mantine/core';
import { useNow } from '../../clock.ts';
import { useLiveState } from '../../live.ts';
import { format, t } from '../../messages/index.ts';
import classes from './shell.module.css';

/** Whether what one sees is live, in a word; says so to readers when it changes. */
export function LiveIndicator() {
  const { kind, since } = useLiveState();
  const current = useNow();
  const time = format.utcShort(since, current);
  const meaning =
    kind === 'live'
      ? t.shell.live.liveMeaning
      : kind === 'lost'
        ? t.shell.live.staleSince(`${time} UTC`)
        : t.shell.live.connectingMeaning;
  return (
    <Tooltip label={meaning}>
      <span className={classes.live} data-kind={kind} role="status" tabIndex={0}>
        <span className={classes.liveDot} aria-hidden />
        <span className={classes.liveWord}>
          {t.shell.live[kind]}
          {kind === 'lost' && <span className={classes.liveSince}>, {t.ui.since(`${time} UTC`)}</span>}
        </span>
      </span>
    </Tooltip>
  );
}
