import type { Episode } from '@tocsin/api';
import { EpisodeState } from '../../components/event/episode-state.tsx';
import { format, t } from '../../messages/index.ts';
import { Count } from '../../ui/count.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './hosts.module.css';

/** The life of a host: its episodes on one scale of time, newest first, each with its own words and numbers. */
export function EpisodeTimeline({ episodes }: { episodes: readonly Episode[] }) {
  const begin = Math.min(...episodes.map(({ firstSeen }) => Date.parse(firstSeen)));
  const end = Math.max(...episodes.map(({ lastSeen }) => Date.parse(lastSeen)));
  const share = (at: string) => ((Date.parse(at) - begin) / Math.max(1, end - begin)) * 100;
  const newestFirst = [...episodes].sort((a, b) => b.number - a.number);
  return (
    <ol className={classes.timeline}>
      {newestFirst.map((episode) => {
        const [left, right] = [share(episode.firstSeen), share(episode.lastSeen)];
        return (
          <li key={episode.number} className={classes.episode} data-state={episode.state}>
            <div className={classes.episodeHead}>
              <strong>{t.hosts.host.number(format.number(episode.number))}</strong>
              <EpisodeState state={episode.state} />
              <Count value={episode.events} unit="events" />
              {episode.closedBy !== null && (
                <span className={classes.soft}>
                  {t.hosts.host.closedBy(episode.closedBy)} <Time at={episode.closedAt} show="relative" />
                </span>
              )}
            </div>
            <div className={classes.track} aria-hidden>
              <div className={classes.bar} style={{ left: `min(${left}%, 100% - 8px)`, width: `${right - left}%` }} />
            </div>
            <div className={classes.span}>
              <span>
                {t.hosts.host.firstSeen} <Time at={episode.firstSeen} show="utc" />
              </span>
              <span>
                {t.hosts.host.lastSeen} <Time at={episode.lastSeen} show="utc" />
              </span>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
