import type { Subscription } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/data-table/index.ts';
import { Time } from '../../ui/time.tsx';

const { subscriptions: texts } = t;
const words = texts.columns;

const tones = { active: 'good', failing: 'notice', paused: 'quiet', disabled: 'bad' } as const;

/** The state of a subscription, always with its word. */
export function StateBadge({ state }: Pick<Subscription, 'state'>) {
  return <Badge tone={tones[state]}>{texts.states[state]}</Badge>;
}

/** How far a subscription is behind, in words. */
export function behindText({ lag }: Pick<Subscription, 'lag'>): string {
  if (lag.changes === 0) return texts.upToDate;
  return texts.behindText(format.number(lag.changes), lag.changesAre === 'at_least');
}

/** Subscriptions and how they fare; whose they are matters to the operator alone. */
export function columnsFor(operator: boolean): readonly Column<Subscription>[] {
  return [
    {
      id: 'name',
      header: words.name,
      width: 160,
      grow: 1.5,
      priority: 1,
      text: ({ name }) => name,
      sort: ({ name }) => name,
    },
    {
      id: 'org',
      header: words.org,
      width: 128,
      hidden: !operator,
      text: ({ org }) => org,
      sort: ({ org }) => org,
    },
    {
      id: 'channel',
      header: words.channel,
      width: 96,
      priority: 2,
      text: ({ channel }) => texts.channels[channel],
      sort: ({ channel }) => channel,
    },
    {
      id: 'subject',
      header: words.subject,
      width: 88,
      priority: 3,
      text: ({ subject }) => texts.subjects[subject],
      sort: ({ subject }) => subject,
    },
    {
      id: 'state',
      header: words.state,
      width: 112,
      priority: 1,
      text: ({ state }) => texts.states[state],
      sort: ({ state }) => `${state === 'disabled' ? 0 : state === 'failing' ? 1 : 2}`,
      cell: ({ state }) => <StateBadge state={state} />,
    },
    {
      id: 'behind',
      header: words.behind,
      meaning: words.behindMeaning,
      width: 152,
      text: behindText,
      sort: ({ lag }) => lag.changes,
    },
    {
      id: 'lastSuccessAt',
      header: words.lastSuccessAt,
      width: 128,
      text: ({ lastSuccessAt }) => lastSuccessAt ?? '',
      sort: ({ lastSuccessAt }) => lastSuccessAt ?? '',
      cell: ({ lastSuccessAt }) => <Time at={lastSuccessAt} show="relative" />,
    },
    {
      id: 'delivered',
      header: words.delivered,
      meaning: words.deliveredMeaning,
      width: 104,
      priority: 3,
      align: 'end',
      text: ({ delivered }) => String(delivered),
      sort: ({ delivered }) => delivered,
      cell: ({ delivered }) => format.number(delivered),
    },
    {
      id: 'deadLetters',
      header: words.deadLetters,
      meaning: words.deadLettersMeaning,
      width: 112,
      align: 'end',
      text: ({ deadLetters }) => String(deadLetters),
      sort: ({ deadLetters }) => deadLetters,
      cell: ({ deadLetters }) => format.number(deadLetters),
    },
    {
      id: 'lastError',
      header: words.lastError,
      width: 200,
      grow: 1,
      priority: 3,
      text: ({ lastError }) => lastError ?? '',
      sort: ({ lastErrorAt }) => lastErrorAt ?? '',
    },
  ];
}
