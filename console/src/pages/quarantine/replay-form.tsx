import { Button, Textarea } from '@mantine/core';
import type { QuarantineItem, Receipt } from '@tocsin/api';
import { useMemo, useState } from 'react';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Link } from '../../ui/link.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { replayOne } from './actions.ts';
import classes from './quarantine.module.css';
import { DiffView } from './raw-record.tsx';
import { textDiff } from './text-diff.ts';

const { item: words } = t.quarantine;
const outcomes = ['accepted', 'duplicate', 'filtered', 'quarantined'] as const;

/** What became of the record, in words, with the receipt. */
function Outcome({ receipt }: { receipt: Receipt }) {
  const outcome = outcomes.find((one) => receipt[one] > 0);
  const reasons = [...Object.keys(receipt.filteredBy), ...Object.keys(receipt.quarantinedBy)];
  return (
    <div className={classes.outcome} data-refused={outcome === 'quarantined' || outcome === undefined} role="status">
      <p>
        <strong>{words.outcomes[outcome ?? 'nothing']}</strong>{' '}
        {reasons
          .map((reason) => t.quarantine.filterReasons[reason] ?? t.quarantine.reasons[reason] ?? reason)
          .join(' ')}{' '}
        <Link href={paths.batch(receipt.batch)}>{words.receipt}</Link>
      </p>
    </div>
  );
}

/** Corrects a refused record and sends it again; shows what was changed, and then what became of it. */
export function ReplayForm({ item }: { item: QuarantineItem }) {
  const [text, setText] = useState(item.corrected ?? item.raw);
  const [receipt, setReceipt] = useState<Receipt>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const changed = text !== item.raw;
  const pieces = useMemo(() => textDiff(item.raw, text), [item.raw, text]);
  const replay = async () => {
    setWorking(true);
    setFailure(undefined);
    try {
      setReceipt((await replayOne(item.id, changed ? text : undefined)).receipt);
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  const done = item.state === 'replayed';
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void replay();
      }}
    >
      {!done && (
        <Textarea
          label={words.field}
          className={classes.editor}
          autosize
          minRows={3}
          maxRows={14}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {!done && (
        <div>
          <p className={classes.soft}>{changed ? words.diff : words.unchanged}</p>
          {changed && <DiffView label={words.diff} pieces={pieces} />}
        </div>
      )}
      {failure !== undefined && <ErrorState error={failure} />}
      {receipt !== undefined && <Outcome receipt={receipt} />}
      {!done && (
        <div className={classes.buttons}>
          <Button
            type="submit"
            size="sm"
            loading={working}
            disabled={text.trim() === '' || (item.truncated && !changed)}
          >
            {changed ? words.replay : words.replayAsIs}
          </Button>
          <Button variant="default" size="sm" disabled={!changed} onClick={() => setText(item.raw)}>
            {words.reset}
          </Button>
        </div>
      )}
    </form>
  );
}
