import { Tooltip } from '@mantine/core';
import type { NationOverview } from '@tocsin/api';
import { className, familyName } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import { paths, type ListQuery } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { Count } from '../../ui/count.tsx';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './nation.module.css';

type Item = NationOverview['ranked'][number];

function RankedItem({ item, within, newest }: { item: Item; within: ListQuery; newest: boolean }) {
  const filter = { family: item.family ?? undefined, class: item.class, ...within };
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <Link href={paths.events(filter)} className={classes.family ?? ''}>
          {familyName(item.family)}
        </Link>
        <span className={classes.class}>{className(item.class)}</span>
        {newest && <Badge tone="notice">{t.nation.isNew}</Badge>}
        <Tooltip label={t.nation.scoreMeaning(format.number(Math.round(item.score * 10) / 10), item.reason)}>
          <span className={classes.score} tabIndex={0}>
            {t.nation.score} {format.number(Math.round(item.score * 10) / 10)}
          </span>
        </Tooltip>
      </div>
      <p className={classes.reason}>{item.reason}</p>
      <p className={classes.figures}>
        <span>{t.nation.perDay(format.number(item.eventsLastDay), format.number(Math.round(item.usualPerDay)))}</span>
        <Link href={paths.hosts({ state: 'open', ...filter })}>
          <Count value={item.openEpisodes} unit="episodes" /> {t.nation.openNote(format.number(item.newEpisodes))}
        </Link>
        {newest && (
          <span>
            {t.nation.firstSeen} <Time at={item.firstSeenHere} show="relative" />
          </span>
        )}
      </p>
    </li>
  );
}

/** What is new here or busier than usual, most pressing first, each with its reason. */
export function Ranked({ ranked, within, title }: { ranked: readonly Item[]; within: ListQuery; title: string }) {
  const { noneRanked } = t.nation;
  return (
    <Panel title={title} hint={t.nation.rankedHint}>
      {ranked.length === 0 ? (
        <EmptyState title={noneRanked.title} text={noneRanked.text} />
      ) : (
        <ol className={classes.ranked}>
          {ranked.map((item) => (
            <RankedItem
              key={`${item.family ?? ''} ${item.class}`}
              item={item}
              within={within}
              newest={item.firstSeenHere !== null && item.usualPerDay === 0}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}
