import { Button, FileInput, Select, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ImportReport } from '@tocsin/api';
import { useState } from 'react';
import { api, downloadUrl, queryClient, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { visible } from '../../ui/code-block.tsx';
import { countText } from '../../ui/count.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { ErrorState } from '../../ui/states.tsx';
import classes from './registry.module.css';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { tables: texts } = t.registry;
type Table = keyof typeof texts.names;
const tables = Object.keys(texts.names) as Table[];

/** What an import did, or would do. */
function Report({ report }: { report: ImportReport }) {
  const nothing = report.added + report.removed === 0;
  return (
    <section aria-label={report.dryRun ? texts.previewOf : texts.applied}>
      <p className={classes.figures} role="status">
        <strong>{report.dryRun ? texts.previewOf : texts.applied}</strong>
        {(['rows', 'added', 'kept', 'removed'] as const).map((name) => (
          <span key={name}>
            {texts[name]} <strong>{format.number(report[name])}</strong>
          </span>
        ))}
        <span>
          {texts.refused} <strong>{format.number(report.refused.length)}</strong>
        </span>
      </p>
      {report.dryRun && nothing && <p className={classes.soft}>{texts.nothing}</p>}
      {report.dryRun && report.removed > 0 && (
        <p className={classes.soft}>{texts.removes(format.number(report.removed))}</p>
      )}
      {report.refused.length > 0 && (
        <PlainTable
          label={texts.refused}
          rows={report.refused}
          rowKey={({ line }) => String(line)}
          columns={[
            { header: texts.line, cell: ({ line }) => format.number(line) },
            { header: texts.reason, cell: ({ reason }) => <span className={classes.wrap}>{reason}</span> },
            {
              header: texts.text,
              cell: ({ text }) => (
                <span className={`${classes.mono} ${classes.wrap}`}>{visible(text.slice(0, 200))}</span>
              ),
              optional: true,
            },
          ]}
        />
      )}
    </section>
  );
}

/** A CSV is previewed first; what it would do is shown; then it can be applied. */
function Import() {
  const [table, setTable] = useState<Table>('orgs');
  const [name, setName] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setReport(undefined);
      setFailure(undefined);
    };
  const run = async (dryRun: boolean) => {
    if (file === null) return;
    setWorking(true);
    setFailure(undefined);
    try {
      const raw = await file.text();
      const query = { import: name, ...(dryRun ? { dryRun } : {}) };
      setReport(
        await api.call(routes.importTable, { params: { table }, query, headers: { 'content-type': 'text/csv' }, raw }),
      );
      if (!dryRun) await queryClient.invalidateQueries();
    } catch (error) {
      setFailure(error);
    } finally {
      setWorking(false);
    }
  };
  const ready = file !== null && /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);
  const applicable = report?.dryRun === true && report.added + report.removed > 0;
  return (
    <form
      className={classes.column}
      onSubmit={(event) => {
        event.preventDefault();
        void run(true);
      }}
    >
      <div className={classes.row}>
        <Select
          label={texts.table}
          allowDeselect={false}
          value={table}
          onChange={changed((value: string | null) => setTable((value ?? 'orgs') as Table))}
          data={tables.map((value) => ({ value, label: texts.names[value] }))}
        />
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={name}
          required
          onChange={(event) => changed(setName)(event.currentTarget.value.trim())}
        />
        <FileInput
          label={texts.file}
          accept=".csv,text/csv"
          required
          value={file}
          onChange={changed(setFile)}
          placeholder="…"
        />
      </div>
      <div className={classes.bar}>
        <Button
          type="submit"
          size="sm"
          variant={applicable ? 'default' : 'filled'}
          disabled={!ready}
          loading={working && report === undefined}
        >
          {texts.preview}
        </Button>
        {applicable && (
          <Button size="sm" loading={working} onClick={() => void run(false)}>
            {texts.apply(countText(report.added + report.removed, 'entries'))}
          </Button>
        )}
      </div>
      {failure !== undefined && <ErrorState error={failure} />}
      {report !== undefined && <Report report={report} />}
    </form>
  );
}

/** The registry as CSV: out, and in with a preview. */
export function TablesPage() {
  return (
    <Page title={t.registry.title}>
      <RegistryTabs />
      <div className={classes.grid}>
        <Panel title={texts.importTitle} hint={texts.hint}>
          <Import />
        </Panel>
        <Panel title={texts.export}>
          <ul className={classes.list}>
            {tables.map((table) => (
              <li key={table}>
                {texts.names[table]}
                <Button
                  component="a"
                  variant="default"
                  href={downloadUrl(routes.exportTable, { params: { table } })}
                  download={`${table}.csv`}
                  aria-label={texts.exportLabel(texts.names[table])}
                  leftSection={<IconDownload size={16} aria-hidden />}
                >
                  CSV
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </Page>
  );
}
