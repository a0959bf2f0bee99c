import { Button, FileInput, Modal, Textarea } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { ObjectsReport } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { Link } from '../../ui/link.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { ImportReport } from './import-report.tsx';
import classes from './intelligence.module.css';
import { isLines } from './lines.ts';

const words = t.intelligence.import;

async function send(text: string): Promise<ObjectsReport> {
  const type = isLines(text) ? 'application/x-ndjson' : 'application/stix+json';
  return api.call(routes.createObjects, { raw: text, headers: { 'content-type': type } });
}

/** Opens the import, for those who may write. */
export function ImportButton({ onDone }: { onDone?: () => void }) {
  const { scopes } = useSession();
  const [opened, setOpened] = useState(false);
  if (!scopes.includes('objects:write')) return null;
  return (
    <>
      <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {words.open}
      </Button>
      {opened && <ImportDialog onClose={() => setOpened(false)} {...(onDone === undefined ? {} : { onDone })} />}
    </>
  );
}

function ImportDialog({ onClose, onDone }: { onClose: () => void; onDone?: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [report, setReport] = useState<ObjectsReport>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const run = async () => {
    setWorking(true);
    setFailure(undefined);
    try {
      setReport(await send(file === null ? text : await file.text()));
      onDone?.();
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  const again = () => {
    setReport(undefined);
    setFile(null);
    setText('');
  };
  return (
    <Modal opened onClose={onClose} title={words.title} size="xl" closeButtonProps={{ 'aria-label': t.ui.close }}>
      {report === undefined ? (
        <form
          className={classes.stack}
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <p className={classes.lead}>{words.text}</p>
          <FileInput
            label={words.file}
            accept=".json,.ndjson,.stix,application/json,application/stix+json"
            clearable
            clearButtonProps={{ 'aria-label': t.lists.form.remove }}
            placeholder="…"
            value={file}
            onChange={setFile}
          />
          <Textarea
            label={words.paste}
            description={words.pasteHint}
            classNames={{ input: classes.mono ?? '' }}
            autosize
            minRows={8}
            maxRows={16}
            spellCheck={false}
            disabled={file !== null}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {failure !== undefined && <ErrorState error={failure} />}
          <div className={classes.buttons}>
            <Button variant="default" size="sm" onClick={onClose}>
              {t.lists.form.cancel}
            </Button>
            <Button type="submit" size="sm" loading={working} disabled={file === null && text.trim() === ''}>
              {words.act}
            </Button>
          </div>
        </form>
      ) : (
        <div className={classes.stack}>
          <ImportReport report={report} />
          <div className={classes.buttons}>
            <Button variant="default" size="sm" onClick={again}>
              {words.again}
            </Button>
            <Link href={paths.drafts()} onClick={onClose}>
              {words.toDrafts}
            </Link>
          </div>
        </div>
      )}
    </Modal>
  );
}
