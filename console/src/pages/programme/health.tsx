import { Tooltip } from '@mantine/core';
import type { ProgrammeOverview } from '@tocsin/api';
import { Spark } from '../../components/spark.tsx';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlainTable, type PlainColumn } from '../../ui/plain-table.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './programme.module.css';

type SourceRow = ProgrammeOverview['sources'][number];

const columns: PlainColumn<SourceRow>[] = [
  {
    header: t.programme.source,
    cell: ({ handle, name, state }) => (
      <span className={classes.source}>
        <Link href={paths.registrySource(handle)}>{name}</Link>
        {state === 'paused' && <Badge tone="notice">{t.programme.paused}</Badge>}
      </span>
    ),
  },
  { header: t.programme.lastSeen, cell: ({ lastBatchAt }) => <Time at={lastBatchAt} show="relative" /> },
  {
    header: t.programme.rate,
    align: 'end',
    cell: ({ eventsLastHour, perHour }) => (
      <span className={classes.rate}>
        <Tooltip label={t.programme.trend}>
          <span className={classes.spark}>
            <Spark values={perHour.map(({ events }) => events)} />
          </span>
        </Tooltip>
        <span className={classes.rateNumber}>{format.number(eventsLastHour)}</span>
      </span>
    ),
  },
  { header: t.words.outcomes.accepted, cell: ({ accepted }) => format.number(accepted), align: 'end' },
  {
    header: t.words.outcomes.duplicate,
    cell: ({ duplicate }) => format.number(duplicate),
    align: 'end',
    optional: true,
  },
  { header: t.words.outcomes.filtered, cell: ({ filtered }) => format.number(filtered), align: 'end', optional: true },
  {
    header: t.words.outcomes.quarantined,
    align: 'end',
    cell: ({ handle, quarantined }) =>
      quarantined === 0 ? '0' : <Link href={paths.quarantine({ source: handle })}>{format.number(quarantined)}</Link>,
  },
];

/** Whether each source delivers, and what became of what it sent. */
export function Health({ sources }: { sources: readonly SourceRow[] }) {
  const { noSources } = t.programme;
  return (
    <Panel title={t.programme.health} hint={t.programme.healthHint}>
      {sources.length === 0 ? (
        <EmptyState
          title={noSources.title}
          text={noSources.text}
          action={<Link href={paths.registrySources()}>{noSources.action}</Link>}
        />
      ) : (
        <PlainTable label={t.programme.health} columns={columns} rows={sources} rowKey={({ handle }) => handle} />
      )}
    </Panel>
  );
}
