import { Button, Tooltip } from '@mantine/core';
import type { NationOverview } from '@tocsin/api';
import { useState } from 'react';
import { className, familyFilter, familyName } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import { paths, type ListQuery } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { Count, countText } from '../../ui/count.tsx';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './nation.module.css';

type Item = NationOverview['ranked'][number];

function RankedItem({ item, within, newest }: { item: Item; within: ListQuery; newest: boolean }) {
  const filter = { family: familyFilter(item.family), class: item.class, ...within };
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
        <span>
          {t.nation.perDay(countText(item.eventsLastDay, 'events'), format.number(Math.round(item.usualPerDay)))}
        </span>
        <Link href={paths.hosts({ state: 'open', ...filter })}>
          <Count value={item.openEpisodes} unit="episodes" /> {t.nation.openNote}
          {item.newEpisodes > 0 && t.nation.newNote(format.number(item.newEpisodes))}
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

/** So many stand at once; the rest waits behind a button. */
const first = 5;
const dayMs = 86_400_000;

interface RankedProps {
  ranked: readonly Item[];
  within: ListQuery;
  title: string;
  /** When the server ranked them. */
  at: string;
}

/** What is new here or busier than usual, most pressing first, each with its reason. */
export function Ranked({ ranked, within, title, at }: RankedProps) {
  const [all, setAll] = useState(false);
  const { noneRanked } = t.nation;
  const isNew = ({ firstSeenHere }: Item) =>
    firstSeenHere !== null && Date.parse(at) - Date.parse(firstSeenHere) < dayMs;
  return (
    <Panel title={title} hint={t.nation.rankedHint}>
      {ranked.length === 0 ? (
        <EmptyState title={noneRanked.title} text={noneRanked.text} />
      ) : (
        <ol className={classes.ranked}>
          {(all ? ranked : ranked.slice(0, first)).map((item) => (
            <RankedItem key={`${item.family ?? ''} ${item.class}`} item={item} within={within} newest={isNew(item)} />
          ))}
        </ol>
      )}
      {ranked.length > first && (
        <Button variant="subtle" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.ui.facets.fewer : t.ui.facets.more(format.number(ranked.length - first))}
        </Button>
      )}
    </Panel>
  );
}
