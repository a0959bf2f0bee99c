import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { NationOverview } from '@tocsin/api';
import { useState } from 'react';
import { query, routes } from '../../api.ts';
import { useLiveEvents } from '../../live.ts';
import { format, t } from '../../messages/index.ts';
import { paths, type ListQuery } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { countText, Stat, Stats } from '../../ui/count.tsx';
import { Link } from '../../ui/link.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './nation.module.css';
import { useLastVisit } from './since-visit.ts';

const dayMs = 86_400_000;

/** What came since the last visit: counted by the server, kept fresh by what arrives live. */
function SinceVisit({ data, within }: { data: NationOverview; within: ListQuery }) {
  const session = useSession();
  const place = `${session.org.handle}.${data.nation?.code ?? data.org.handle}`;
  const { before, markSeen } = useLastVisit(place);
  const [live, setLive] = useState(0);
  useLiveEvents((events, total) =>
    setLive(
      (count) =>
        count + ('country' in within ? events.filter(({ country }) => country === within['country']).length : total),
    ),
  );
  const from = (before ?? new Date(Date.parse(data.at) - dayMs)).toISOString();
  const episodes = useQuery(
    query(routes.episodes, { query: { begunFrom: from, state: 'opened,returned', limit: 1, ...within } }),
  );
  const total = episodes.data?.total;
  return (
    <div className={classes.since}>
      <p aria-live="polite">
        {total === 0 && t.nation.nothingNew}
        {total !== undefined && total > 0 && (
          <Link href={paths.hosts({ begunFrom: from, state: ['opened', 'returned'], ...within })}>
            <strong>{t.nation.newOpen(countText(total, 'episodes'))}</strong>
          </Link>
        )}{' '}
        {before === null ? (
          t.nation.firstVisit
        ) : (
          <>
            {t.nation.sinceVisit} <Time at={before.toISOString()} />
          </>
        )}
        {live > 0 && <span className={classes.live}> {t.nation.arrived(countText(live, 'events'))}</span>}
      </p>
      <Button
        variant="default"
        onClick={() => {
          markSeen();
          setLive(0);
        }}
      >
        {t.nation.markSeen}
      </Button>
    </div>
  );
}

/** Is tonight different? The verdict in words, then the numbers that it rests on. */
export function Headline({ data, within }: { data: NationOverview; within: ListQuery }) {
  const { stats, verdicts } = t.nation;
  return (
    <>
      <section className={classes.verdict} data-level={data.verdict.level} aria-label={t.nation.title}>
        <p className={classes.level}>{verdicts[data.verdict.level]}</p>
        <p className={classes.sentence}>{data.verdict.sentence}</p>
        <SinceVisit data={data} within={within} />
      </section>
      <Stats label={t.ui.numbers}>
        <Stat value={data.eventsLastHour} unit="events" note={stats.lastHour}>
          {stats.usual(format.number(Math.round(data.usualPerHour)))}
        </Stat>
        <Stat value={data.openEpisodes} unit="episodes" note={stats.open}>
          <Link href={paths.hosts({ state: 'open', ...within })}>{t.nation.allEpisodes}</Link>
        </Stat>
        <Stat value={data.openHosts} unit="hosts" note={stats.openHosts} />
        <Stat value={data.openedLastDay} unit="episodes" note={stats.opened} />
        <Stat value={data.returnedLastDay} unit="episodes" note={stats.returned} attention={data.returnedLastDay > 0} />
        <Stat value={data.eventsLastDay} unit="events" note={t.programme.stats.eventsLastDay}>
          <Link href={paths.events(within)}>{t.nation.allEvents}</Link>
        </Stat>
      </Stats>
    </>
  );
}
