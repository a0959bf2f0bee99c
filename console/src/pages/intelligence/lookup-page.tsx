import { Button, Textarea } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { LookedUp } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { IntelligenceTabs } from '../../components/intelligence/intelligence-tabs.tsx';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { DataTable, type Column } from '../../ui/data-table/index.ts';
import { Defanged } from '../../ui/defanged.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { objectName, ObjectTlp, typeName } from './columns.tsx';
import classes from './intelligence.module.css';
import { answerOf } from './lookup-answer.ts';

const words = t.intelligence.lookup;
const tones = { known: 'bad', seen: 'notice', warned: 'accent', unknown: 'quiet' } as const;

const columns: readonly Column<LookedUp>[] = [
  {
    id: 'value',
    header: words.value,
    width: 220,
    grow: 2,
    priority: 1,
    text: ({ value }) => value,
    cell: ({ value }) => <Defanged value={value} />,
  },
  {
    id: 'answer',
    header: words.answer,
    width: 112,
    priority: 1,
    text: (row) => words.answers[answerOf(row)],
    cell: (row) => <Badge tone={tones[answerOf(row)]}>{words.answers[answerOf(row)]}</Badge>,
  },
  {
    id: 'object',
    header: words.object,
    width: 220,
    grow: 2,
    text: ({ objects }) => objects[0]?.name ?? '',
    cell: ({ objects: [object], total }) =>
      object === undefined ? (
        ''
      ) : (
        <>
          <Link href={paths.object(object.id)}>{objectName(object)}</Link>{' '}
          <span className={classes.soft}>
            {typeName(object.type)}
            {total > 1 && ` · ${words.more(format.number(total - 1))}`}
          </span>
        </>
      ),
  },
  {
    id: 'tlp',
    header: t.intelligence.columns.tlp,
    width: 150,
    text: ({ objects }) => objects[0]?.tlp ?? '',
    cell: ({ objects: [object] }) => (object === undefined ? '' : <ObjectTlp tlp={object.tlp} />),
  },
  {
    id: 'score',
    header: t.intelligence.search.score,
    width: 80,
    text: ({ objects }) => String(objects[0]?.score ?? ''),
  },
  {
    id: 'seen',
    header: words.seen,
    meaning: words.seenMeaning,
    width: 168,
    text: ({ seen }) => seen?.lastSeen ?? '',
    cell: ({ value, seen }) =>
      seen === null ? (
        ''
      ) : (
        <>
          <Link href={paths.hosts({ q: value })}>{words.episodes(format.number(seen.episodes))}</Link>{' '}
          <Time at={seen.lastSeen} show="relative" />
        </>
      ),
  },
  {
    id: 'warninglists',
    header: t.intelligence.search.warninglists,
    width: 140,
    text: ({ warninglists }) => warninglists.join(', '),
  },
];

/** "What do we know?": many values are pasted, and each gets its answer. */
export function LookupPage() {
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly LookedUp[]>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const ask = async () => {
    setWorking(true);
    setFailure(undefined);
    try {
      setRows((await api.call(routes.lookup, { body: { text } })).values);
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Page title={t.intelligence.title}>
      <IntelligenceTabs />
      <Panel title={words.title} hint={words.hint}>
        <form
          className={classes.stack}
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
          }}
        >
          <Textarea
            label={words.paste}
            description={words.pasteHint}
            classNames={{ input: classes.mono ?? '' }}
            autosize
            minRows={5}
            maxRows={14}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {failure !== undefined && <ErrorState error={failure} />}
          <div className={classes.buttons}>
            <Button
              type="submit"
              leftSection={<IconSearch size={16} aria-hidden />}
              loading={working}
              disabled={text.trim() === ''}
            >
              {words.act}
            </Button>
          </div>
        </form>
      </Panel>
      {rows !== undefined && (
        <Panel title={words.results}>
          <p className={classes.sum} role="status">
            {words.sum(
              format.number(rows.filter((row) => answerOf(row) !== 'unknown').length),
              format.number(rows.length),
            )}
          </p>
          <DataTable
            id="lookup"
            label={words.results}
            unit="values"
            columns={columns}
            rows={rows}
            rowKey={({ value }) => value}
            total={rows.length}
            empty={<EmptyState title={words.none} text={words.pasteHint} />}
          />
        </Panel>
      )}
    </Page>
  );
}
