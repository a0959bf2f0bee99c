import type { QuarantineItem } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { visible } from '../../ui/code-block.tsx';
import type { Column } from '../../ui/data-table/index.ts';
import { Time } from '../../ui/time.tsx';
import classes from './quarantine.module.css';

const { columns: words } = t.quarantine;
const tones = { held: 'notice', replayed: 'good', discarded: 'quiet' } as const;

/** Whether a record waits, was replayed or put aside. */
export function HeldState({ state }: { state: QuarantineItem['state'] }) {
  return <Badge tone={tones[state]}>{t.quarantine.states[state]}</Badge>;
}

/** The refused records, newest first as the server has them. */
export const columns: readonly Column<QuarantineItem>[] = [
  { id: 'id', header: words.id, width: 72, hidden: true, text: ({ id }) => String(id) },
  {
    id: 'createdAt',
    header: words.createdAt,
    width: 112,
    text: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} show="relative" />,
  },
  { id: 'source', header: words.source, width: 128, grow: 0.5, text: ({ source }) => source },
  {
    id: 'reason',
    header: words.reason,
    width: 240,
    grow: 2,
    priority: 1,
    text: ({ explanation }) => explanation,
    cell: ({ explanation }) => <span title={explanation}>{explanation}</span>,
  },
  {
    id: 'detail',
    header: words.detail,
    width: 200,
    grow: 1.5,
    priority: 3,
    text: ({ detail }) => detail,
    cell: ({ detail }) => <span title={detail}>{visible(detail)}</span>,
  },
  {
    id: 'raw',
    header: words.raw,
    width: 160,
    grow: 2,
    priority: 1,
    text: ({ raw }) => raw,
    cell: ({ raw }) => <span className={classes.mono}>{visible(raw.slice(0, 300))}</span>,
  },
  {
    id: 'position',
    header: words.position,
    meaning: words.positionMeaning,
    width: 144,
    hidden: true,
    text: ({ record, line }) => t.quarantine.place(String(record), String(line)),
  },
  { id: 'feed', header: words.feed, width: 112, hidden: true, text: ({ feed, report }) => report ?? feed },
  {
    id: 'seen',
    header: words.seen,
    meaning: words.seenMeaning,
    width: 64,
    align: 'end',
    priority: 3,
    text: ({ seen }) => format.number(seen),
  },
  {
    id: 'state',
    header: words.state,
    width: 104,
    text: ({ state }) => t.quarantine.states[state],
    cell: ({ state }) => <HeldState state={state} />,
  },
];
