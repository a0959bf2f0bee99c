import { Button } from '@mantine/core';
import type { Source } from '@tocsin/api';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import { alarmText } from './columns.tsx';
import classes from './sources.module.css';

const { alarms: texts } = t.sources;
type Alarm = Source['alarms'][number];

const names = (value: unknown): string =>
  Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : t.lists.none;

/** What an alarm is about: the columns that changed, the report that came empty, the last batch. */
function Detail({ kind, detail }: Alarm) {
  if (typeof detail !== 'object' || detail === null) return null;
  const facts = detail as Readonly<Record<string, unknown>>;
  if (kind === 'drift')
    return <p className={classes.soft}>{texts.drift(names(facts['added']), names(facts['missing']))}</p>;
  if (kind === 'empty' && typeof facts['report'] === 'string')
    return <p className={classes.soft}>{texts.empty(facts['report'])}</p>;
  if (kind === 'silent' && typeof facts['lastBatchAt'] === 'string')
    return (
      <p className={classes.soft}>
        {texts.silent} <Time at={facts['lastBatchAt']} />
      </p>
    );
  return null;
}

/** The open alarms of a source, each with its cause and a way to close it. */
export function AlarmsPanel({ source, operator }: { source: Source; operator: boolean }) {
  const [closing, setClosing] = useState<Alarm>();
  return (
    <Panel title={texts.title}>
      {source.alarms.length === 0 && <p className={classes.soft}>{texts.none}</p>}
      {source.alarms.map((alarm) => (
        <div key={alarm.id} className={classes.alarm}>
          <div>
            <p>
              <strong>{alarmText(alarm.kind)}</strong> {texts.since} <Time at={alarm.openedAt} />
            </p>
            <Detail {...alarm} />
          </div>
          {operator && (
            <Button variant="default" onClick={() => setClosing(alarm)}>
              {texts.close}
            </Button>
          )}
        </div>
      ))}
      <ConfirmDialog
        opened={closing !== undefined}
        onClose={() => setClosing(undefined)}
        title={texts.closeTitle}
        act={texts.close}
        onAct={async () => {
          if (closing === undefined) return;
          await api.call(routes.closeAlarm, { params: { id: closing.id } });
          await refresh(routes.sources, routes.programmeOverview, routes.alarms);
          told(texts.closed);
        }}
      >
        <p>{texts.closeText}</p>
      </ConfirmDialog>
    </Panel>
  );
}
