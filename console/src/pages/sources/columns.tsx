import type { Source } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/data-table/index.ts';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';
import classes from './sources.module.css';

const { sources: texts } = t;
const words = texts.columns;

/** What is wrong with a source, in words; unknown kinds as they are named. */
export function alarmText(kind: string): string {
  return (t.words.alarms as Readonly<Record<string, string>>)[kind] ?? kind;
}

/** Sources with what they declare and how they do. */
export const columns: readonly Column<Source>[] = [
  {
    id: 'name',
    header: words.name,
    width: 144,
    grow: 1.5,
    priority: 1,
    text: ({ name }) => name,
    sort: ({ name }) => name,
  },
  {
    id: 'handle',
    header: words.handle,
    width: 128,
    hidden: true,
    text: ({ handle }) => handle,
    sort: ({ handle }) => handle,
  },
  { id: 'org', header: words.org, width: 120, grow: 0.5, priority: 3, text: ({ org }) => org, sort: ({ org }) => org },
  { id: 'feed', header: words.feed, width: 112, priority: 3, text: ({ feed }) => feed, sort: ({ feed }) => feed },
  {
    id: 'tlp',
    header: words.tlp,
    width: 160,
    text: ({ tlp }) => tlp,
    sort: ({ tlp }) => tlp,
    cell: ({ tlp }) => <TlpChip level={tlp} />,
  },
  {
    id: 'distribution',
    header: words.distribution,
    width: 152,
    priority: 3,
    text: ({ distribution }) => texts.distribution[distribution],
    sort: ({ distribution }) => distribution,
  },
  {
    id: 'reliability',
    header: words.reliability,
    width: 88,
    hidden: true,
    text: ({ reliability }) => reliability,
    sort: ({ reliability }) => reliability,
  },
  {
    id: 'state',
    header: words.state,
    width: 168,
    grow: 0.5,
    priority: 1,
    text: ({ state, alarms }) => [texts.states[state], ...alarms.map(({ kind }) => alarmText(kind))].join(', '),
    sort: ({ state, alarms }) => `${alarms.length > 0 ? '0' : '1'}${state}`,
    cell: ({ state, alarms }) => (
      <span className={classes.badges}>
        {(alarms.length === 0 || state === 'paused') && (
          <Badge tone={state === 'active' ? 'good' : 'quiet'}>{texts.states[state]}</Badge>
        )}
        {alarms.map(({ id, kind }) => (
          <Badge key={id} tone="notice">
            {alarmText(kind)}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'lastEventAt',
    header: words.lastEventAt,
    width: 112,
    text: ({ lastEventAt }) => lastEventAt ?? '',
    sort: ({ lastEventAt }) => lastEventAt ?? '',
    cell: ({ lastEventAt }) => <Time at={lastEventAt} show="relative" />,
  },
  {
    id: 'accepted',
    header: words.accepted,
    meaning: words.acceptedMeaning,
    width: 96,
    align: 'end',
    text: ({ acceptedLastDay }) => String(acceptedLastDay),
    sort: ({ acceptedLastDay }) => acceptedLastDay,
    cell: ({ acceptedLastDay }) => format.number(acceptedLastDay),
  },
  {
    id: 'quarantined',
    header: words.quarantined,
    meaning: words.quarantinedMeaning,
    width: 72,
    align: 'end',
    text: ({ quarantinedHeld }) => String(quarantinedHeld),
    sort: ({ quarantinedHeld }) => quarantinedHeld,
    cell: ({ quarantinedHeld }) => format.number(quarantinedHeld),
  },
];
