import { Button } from '@mantine/core';
import { IconList, IconMap } from '@tabler/icons-react';
import type { ProgrammeOverview } from '@tocsin/api';
import { lazy, Suspense, useState } from 'react';
import { useLiveEvents } from '../../live.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { countText } from '../../ui/count.tsx';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { LoadingState } from '../../ui/states.tsx';
import classes from './nations-panel.module.css';

const EuropeMap = lazy(async () => ({ default: (await import('./europe-map.tsx')).EuropeMap }));
type NationRow = ProgrammeOverview['nations'][number];

/** How many events came while this page was open, told politely to readers. */
function Arrivals() {
  const [count, setCount] = useState(0);
  useLiveEvents((_, total) => setCount((before) => before + total));
  return (
    <span aria-live="polite">
      {count === 0 ? (
        t.programme.mapHint
      ) : (
        <span className={classes.arrivals}>{t.programme.liveFeed(countText(count, 'events'))}</span>
      )}
    </span>
  );
}

function NationList({ nations }: { nations: readonly NationRow[] }) {
  const sorted = [...nations].sort((a, b) => b.openEpisodes - a.openEpisodes || a.name.localeCompare(b.name));
  return (
    <div className={classes.list}>
      <PlainTable
        label={t.ui.map.list}
        rows={sorted}
        rowKey={({ code }) => code}
        columns={[
          { header: t.programme.nation, cell: ({ code, name }) => <Link href={paths.nation(code)}>{name}</Link> },
          { header: t.programme.openEpisodes, cell: ({ openEpisodes }) => format.number(openEpisodes), align: 'end' },
          {
            header: t.programme.eventsLastHour,
            cell: ({ eventsLastHour }) => format.number(eventsLastHour),
            align: 'end',
            optional: true,
          },
          {
            header: t.programme.eventsLastDay,
            cell: ({ eventsLastDay }) => format.number(eventsLastDay),
            align: 'end',
          },
          {
            header: t.programme.enrolment,
            cell: ({ enrolment }) =>
              enrolment === 'enrolled' ? (
                t.words.enrolment.enrolled
              ) : (
                <Badge tone="notice">{t.words.enrolment[enrolment]}</Badge>
              ),
            optional: true,
          },
          { header: t.programme.teams, cell: ({ teams }) => format.number(teams), align: 'end', optional: true },
        ]}
      />
    </div>
  );
}

/** Europe now: the map, or the same as a list. */
export function NationsPanel({ nations }: { nations: readonly NationRow[] }) {
  const [asList, setAsList] = useState(false);
  return (
    <Panel
      title={t.programme.map}
      hint={<Arrivals />}
      flush
      actions={
        <Button
          variant="subtle"
          color="gray"
          leftSection={asList ? <IconMap size={16} /> : <IconList size={16} />}
          onClick={() => setAsList(!asList)}
          aria-pressed={asList}
        >
          {asList ? t.ui.map.showMap : t.ui.map.showList}
        </Button>
      }
    >
      {asList ? (
        <NationList nations={nations} />
      ) : (
        <Suspense fallback={<LoadingState rows={12} height={32} />}>
          <EuropeMap
            nations={nations.map((nation) => ({ ...nation, enrolled: nation.enrolment === 'enrolled' }))}
            hrefOf={paths.nation}
          />
        </Suspense>
      )}
    </Panel>
  );
}
