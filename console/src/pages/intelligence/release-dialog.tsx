import { Button, Checkbox, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SharingPreview } from '@tocsin/api';
import { useState } from 'react';
import { api, routes, type ApiError } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './intelligence.module.css';
import { PreviewPanel } from './preview-panel.tsx';
import { noTerms, termsOf } from './release-terms.ts';
import { TermsFields } from './terms-fields.tsx';

const words = t.sharing.release;
const touched = () => refresh(routes.object, routes.objectVersions, routes.whySharing);

interface ReleaseDialogProps {
  ids: readonly string[];
  /** What is released, in words: "3 objects". */
  what: string;
  /** It is out already, and gets other terms. */
  change?: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Says under which terms, shows who will see it and why, and releases; for a minute that can be taken back. */
export function ReleaseDialog({ ids, what, change = false, onClose, onDone }: ReleaseDialogProps) {
  const [form, setForm] = useState(noTerms);
  const [urgent, setUrgent] = useState(false);
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [settled] = useDebouncedValue(JSON.stringify({ ids, terms: termsOf(form) }), 250);
  const preview = useQuery<SharingPreview, ApiError>({
    queryKey: [routes.previewSharing.path, settled],
    queryFn: ({ signal }) =>
      api.call(routes.previewSharing, { body: JSON.parse(settled) as { ids: string[]; terms: object }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const current = JSON.stringify({ ids, terms: termsOf(form) }) === settled && !preview.isPlaceholderData;
  const release = async () => {
    setWorking(true);
    setFailure(undefined);
    try {
      const body = { ids: [...ids], terms: termsOf(form), urgent };
      const { versions } = await api.call(routes.releaseObjects, { body });
      const undo = async () => {
        const { versions: back } = await api.call(routes.undoRelease, {
          body: { versions: versions.map(({ row }) => row) },
        });
        await touched();
        onDone();
        told(back.length > 0 ? words.undone : words.tooLate);
      };
      if (urgent || change) told(words.doneAtOnce(what));
      else told(words.done(what), undo);
      await touched();
      onDone();
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={change ? words.changeTitle(what) : words.title(what)}
      size={1080}
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      <form
        className={classes.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void release();
        }}
      >
        {change && <p className={classes.lead}>{words.changeText}</p>}
        <div className={classes.release}>
          <TermsFields form={form} onChange={setForm} orgs={preview.data?.orgs ?? []} />
          {preview.data === undefined ? (
            preview.error === null ? (
              <LoadingState rows={8} />
            ) : (
              <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
            )
          ) : (
            <div className={classes.stack}>
              {preview.error !== null && <ErrorState error={preview.error} />}
              <PreviewPanel preview={preview.data} stale={!current} />
            </div>
          )}
        </div>
        {failure !== undefined && <ErrorState error={failure} />}
        <div className={classes.buttons}>
          {!change && (
            <Checkbox
              label={words.urgent}
              checked={urgent}
              onChange={(event) => setUrgent(event.currentTarget.checked)}
              mr="auto"
            />
          )}
          <Button variant="default" size="sm" onClick={onClose}>
            {t.lists.form.cancel}
          </Button>
          <Button type="submit" size="sm" loading={working} disabled={!current || preview.data === undefined}>
            {change ? words.actChange : words.act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
