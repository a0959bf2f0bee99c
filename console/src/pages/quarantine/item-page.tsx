import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { QuarantineItem } from '@tocsin/api';
import { query, queryClient, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { discard, restore } from './actions.ts';
import { HeldState } from './columns.tsx';
import { problemPosition } from './problem-position.ts';
import classes from './quarantine.module.css';
import { DiffView, RawRecord } from './raw-record.tsx';
import { ReplayForm } from './replay-form.tsx';
import { textDiff } from './text-diff.ts';

const { item: words, columns: names } = t.quarantine;

/** Puts the record aside, or takes it back. */
function PutAside({ item }: { item: QuarantineItem }) {
  const again = () =>
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === routes.quarantine.path });
  if (item.state === 'held')
    return (
      <Button variant="default" onClick={() => void discard([item.id], again).then(again)}>
        {words.discard}
      </Button>
    );
  if (item.state === 'discarded')
    return (
      <Button variant="default" onClick={() => void restore([item.id]).then(again)}>
        {words.restore}
      </Button>
    );
  return null;
}

function Origin({ item }: { item: QuarantineItem }) {
  return (
    <Facts
      label={words.facts}
      facts={[
        { label: names.state, value: <HeldState state={item.state} /> },
        { label: names.source, value: <Link href={paths.registrySource(item.source)}>{item.source}</Link> },
        {
          label: words.batch,
          value: <Link href={paths.batch(item.batch)}>{t.quarantine.batchNumber(String(item.batch))}</Link>,
        },
        {
          label: names.position,
          meaning: names.positionMeaning,
          value: t.quarantine.place(format.number(item.record), format.number(item.line)),
        },
        { label: names.feed, value: item.feed },
        item.report !== null && { label: words.report, value: item.report },
        { label: names.createdAt, value: <Time at={item.createdAt} /> },
        item.seen > 1 && { label: names.seen, meaning: names.seenMeaning, value: words.seen(format.number(item.seen)) },
        item.decidedAt !== null && {
          label: words.decided,
          value: (
            <>
              <Time at={item.decidedAt} /> {item.decidedBy !== null && words.decidedBy(item.decidedBy)}
            </>
          ),
        },
        item.replayBatch !== null && {
          label: words.receipt,
          value: <Link href={paths.batch(item.replayBatch)}>{t.quarantine.batchNumber(String(item.replayBatch))}</Link>,
        },
      ]}
    />
  );
}

function Content({ item }: { item: QuarantineItem }) {
  const operator = isOperator(useSession());
  const advice = t.quarantine.reasons[item.reason];
  return (
    <div className={classes.grid}>
      <div className={classes.column}>
        <Panel title={words.why}>
          <p className={classes.explanation}>{item.explanation}</p>
          <p className={classes.soft}>{visible(item.detail)}</p>
          {advice !== undefined && <p>{advice}</p>}
        </Panel>
        <Panel title={words.record} hint={words.recordHint}>
          <div className={classes.stack}>
            {item.header !== null && (
              <div>
                <p className={classes.soft}>{words.header}</p>
                <CodeBlock label={words.header} text={item.header} />
              </div>
            )}
            <RawRecord
              label={words.record}
              text={item.raw}
              problem={problemPosition(item.raw, item.reason, item.detail)}
            />
            {item.truncated && <p className={classes.soft}>{words.truncated}</p>}
            {item.state === 'replayed' && item.corrected !== null && (
              <div>
                <p className={classes.soft}>{words.corrected}</p>
                <DiffView label={words.corrected} pieces={textDiff(item.raw, item.corrected)} />
              </div>
            )}
          </div>
        </Panel>
        {operator ? (
          <Panel
            title={item.state === 'replayed' ? words.outcome : words.edit}
            hint={item.state === 'replayed' ? undefined : words.editHint}
          >
            <ReplayForm key={item.id} item={item} />
            {item.state === 'replayed' && item.replayBatch !== null && (
              <Link href={paths.batch(item.replayBatch)}>{words.receipt}</Link>
            )}
          </Panel>
        ) : (
          <p className={classes.soft}>{words.readOnly}</p>
        )}
      </div>
      <Panel title={words.facts}>
        <Origin item={item} />
      </Panel>
    </div>
  );
}

/** One refused record: why, the record with the place of the problem, and the way to correct and send it again. */
export function QuarantineItemPage() {
  const operator = isOperator(useSession());
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(query(routes.quarantineItem, { params: { id: Number(id) } }));
  return (
    <Page
      title={words.title(id)}
      aside={<Link href={paths.quarantine()}>{words.back}</Link>}
      actions={operator && found.data !== undefined && <PutAside item={found.data} />}
    >
      <Loaded query={found}>{(item) => <Content item={item} />}</Loaded>
    </Page>
  );
}
