import { Button } from '@mantine/core';
import { IconArchive, IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react';
import type { QuarantineItem } from '@tocsin/api';
import { useState } from 'react';
import { format, t } from '../../messages/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { countText } from '../../ui/count.tsx';
import { discard, replayMany, restore, tellReplayed } from './actions.ts';
import classes from './quarantine.module.css';

const { bulk: words } = t.quarantine;

/** What the selected records were refused for, with counts: the preview of what is done to them. */
function ByReason({ items }: { items: readonly QuarantineItem[] }) {
  const groups = [...Map.groupBy(items, ({ explanation }) => explanation)].sort(([, a], [, b]) => b.length - a.length);
  return (
    <div>
      <p className={classes.soft}>{words.byReason}</p>
      <ul className={classes.reasons}>
        {groups.map(([reason, members]) => (
          <li key={reason}>
            {reason} <span className={classes.soft}>({format.number(members.length)})</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface BulkActionsProps {
  items: readonly QuarantineItem[];
  /** The rows changed: they are asked for again. */
  onDone: () => void;
}

/** Replays, discards or restores the selected records: says what will happen first, and what came of it. */
export function BulkActions({ items, onDone }: BulkActionsProps) {
  const [asked, setAsked] = useState<'replay' | 'discard'>();
  const idsOf = (state: QuarantineItem['state']) => items.filter((item) => item.state === state).map(({ id }) => id);
  const [held, discarded] = [idsOf('held'), idsOf('discarded')];
  const replayable = items.filter(({ state, truncated }) => state !== 'replayed' && !truncated);
  const skipped = items.length - replayable.length;
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        disabled={replayable.length === 0}
        onClick={() => setAsked('replay')}
      >
        {words.replay}
      </Button>
      <Button
        variant="default"
        leftSection={<IconArchive size={16} aria-hidden />}
        disabled={held.length === 0}
        onClick={() => setAsked('discard')}
      >
        {words.discard}
      </Button>
      {discarded.length > 0 && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={() => void restore(discarded).then(onDone)}
        >
          {words.restore}
        </Button>
      )}
      <ConfirmDialog
        opened={asked === 'replay'}
        onClose={() => setAsked(undefined)}
        title={words.replayTitle(countText(replayable.length, 'records'))}
        act={words.replay}
        onAct={async () => {
          tellReplayed(await replayMany(replayable.map(({ id }) => id)));
          onDone();
        }}
      >
        <p>{words.replayText}</p>
        <ByReason items={replayable} />
        {skipped > 0 && <p className={classes.soft}>{words.skipped(format.number(skipped))}</p>}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'discard'}
        onClose={() => setAsked(undefined)}
        title={words.discardTitle(countText(held.length, 'records'))}
        act={words.discard}
        onAct={async () => {
          await discard(held, onDone);
          onDone();
        }}
      >
        <p>{words.discardText}</p>
        <ByReason items={items.filter(({ state }) => state === 'held')} />
      </ConfirmDialog>
    </>
  );
}
