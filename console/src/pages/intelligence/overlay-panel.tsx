import { Button, NumberInput, Select, TagsInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Overlay } from '@tocsin/api';
import { useState } from 'react';
import { ApiError, api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { Facts } from '../../ui/facts.tsx';
import { textIn } from '../../ui/form-data.ts';
import { Panel } from '../../ui/panel.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './intelligence.module.css';

const words = t.intelligence.overlay;
const choices = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([value, label]) => ({ value, label }));

function OverlayForm({ id, overlay }: { id: string; overlay: Overlay | null }) {
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const keep = async (data: FormData) => {
    setWorking(true);
    setFailure(undefined);
    try {
      const verdict = textIn(data, 'verdict') as NonNullable<Overlay['verdict']> | '';
      const status = textIn(data, 'status') as NonNullable<Overlay['status']> | '';
      await api.call(routes.putOverlay, {
        params: { id },
        body: {
          verdict: verdict === '' ? null : verdict,
          status: status === '' ? null : status,
          note: textIn(data, 'note'),
          tags: textIn(data, 'tags')
            .split(',')
            .filter((tag) => tag !== ''),
          score: textIn(data, 'score') === '' ? null : Number(textIn(data, 'score')),
        },
      });
      await refresh(routes.overlay);
      told(words.saved);
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void keep(new FormData(event.currentTarget));
      }}
    >
      <Select
        name="verdict"
        label={words.verdict}
        clearable
        clearButtonProps={{ 'aria-label': t.lists.form.remove }}
        placeholder={words.none}
        defaultValue={overlay?.verdict ?? null}
        data={choices(words.verdicts)}
      />
      <Select
        name="status"
        label={words.status}
        clearable
        clearButtonProps={{ 'aria-label': t.lists.form.remove }}
        placeholder={words.none}
        defaultValue={overlay?.status ?? null}
        data={choices(words.statuses)}
      />
      <TagsInput
        name="tags"
        label={words.tags}
        description={words.tagsHint}
        clearable
        clearButtonProps={{ 'aria-label': t.lists.form.remove }}
        maxTags={50}
        splitChars={[',']}
        defaultValue={overlay?.tags ?? []}
      />
      <NumberInput
        name="score"
        label={words.score}
        description={words.scoreHint}
        min={0}
        max={100}
        allowDecimal={false}
        defaultValue={overlay?.score ?? ''}
      />
      <Textarea
        name="note"
        size="sm"
        label={words.note}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        defaultValue={overlay?.note ?? ''}
      />
      {failure !== undefined && <ErrorState error={failure} />}
      <div className={classes.rowHead}>
        <span className={classes.soft}>
          {overlay !== null && (
            <>
              {words.last} <Time at={overlay.updatedAt} /> {words.by(overlay.updatedBy)}
            </>
          )}
        </span>
        <Button type="submit" loading={working}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

function OverlayFacts({ overlay }: { overlay: Overlay }) {
  const { verdict, status, note, tags, score } = overlay;
  return (
    <Facts
      label={words.title}
      facts={[
        verdict !== null && { label: words.verdict, value: words.verdicts[verdict] },
        status !== null && { label: words.status, value: words.statuses[status] },
        tags.length > 0 && { label: words.tags, value: tags.join(', ') },
        score !== null && { label: words.score, value: String(score) },
        note !== '' && { label: words.note, wide: true, value: <span className={classes.text}>{note}</span> },
        { label: words.last, value: <Time at={overlay.updatedAt} /> },
      ]}
    />
  );
}

/** The verdict, status and note of the reader's own organisation, unseen by all others. */
export function OverlayPanel({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  const found = useQuery({ ...query(routes.overlay, { params: { id } }), retry: false });
  const none = found.error instanceof ApiError && found.error.problem.status === 404;
  const overlay = found.data ?? null;
  return (
    <Panel title={words.title} hint={words.hint}>
      {found.isPending ? (
        <LoadingState rows={3} />
      ) : found.error !== null && !none ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : mayWrite ? (
        <OverlayForm key={overlay?.updatedAt ?? ''} id={id} overlay={overlay} />
      ) : overlay === null ? (
        <p className={classes.soft}>{words.nothing}</p>
      ) : (
        <OverlayFacts overlay={overlay} />
      )}
    </Panel>
  );
}
