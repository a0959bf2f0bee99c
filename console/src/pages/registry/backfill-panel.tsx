import { Button, NumberInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Backfill, BackfillPreview, Org } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import classes from './registry.module.css';

const { backfill: texts } = t.registry;
const mostDays = 3650;
const usualDays = 30;
const underWay = ({ state }: Backfill) => state === 'waiting' || state === 'running';

/** What a back-fill would bring, before anybody asks for it. */
function Preview({ preview }: { preview: BackfillPreview }) {
  const { events, episodes, byDay, complete } = preview;
  if (events === 0 && episodes === 0) return <p>{texts.nothing}</p>;
  return (
    <>
      <p>{texts.gives(format.number(events), format.number(episodes), format.number(byDay.length), !complete)}</p>
      {byDay.length > 0 && (
        <PlainTable
          label={texts.byDay}
          rows={byDay}
          rowKey={({ day }) => day}
          columns={[
            { header: texts.day, cell: ({ day }) => day },
            { header: texts.events, align: 'end', cell: (each) => format.number(each.events) },
          ]}
        />
      )}
    </>
  );
}

function StartDialog({ org, onClose }: { org: Org; onClose: () => void }) {
  const [days, setDays] = useState<number>(usualDays);
  const [settled] = useDebouncedValue(days, 300);
  const params = { handle: org.handle };
  const preview = useQuery({ ...query(routes.previewBackfill, { params, query: { days: settled } }), staleTime: 0 });
  const something = preview.data !== undefined && preview.data.events + preview.data.episodes > 0;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={texts.startTitle(org.name)}
      act={texts.start}
      disabled={!something || settled !== days}
      onAct={async () => {
        await api.call(routes.startBackfill, { params, body: { days } });
        await refresh(routes.backfills);
        told(texts.started(org.name));
      }}
    >
      <NumberInput
        label={texts.days}
        description={texts.daysHint}
        value={days}
        min={0}
        max={mostDays}
        allowDecimal={false}
        onChange={(value) => setDays(typeof value === 'number' ? Math.min(Math.max(value, 0), mostDays) : usualDays)}
      />
      <Loaded query={preview}>{(found) => <Preview preview={found} />}</Loaded>
      <p className={classes.soft}>{texts.meaning}</p>
    </ConfirmDialog>
  );
}

/** Past days that were given to an organisation late, and the way to give it more. */
export function BackfillPanel({ org }: { org: Org }) {
  const [opened, setOpened] = useState(false);
  const all = useQuery({
    ...query(routes.backfills, { params: { handle: org.handle } }),
    refetchInterval: ({ state }) => (state.data?.some(underWay) === true ? 2000 : false),
  });
  const busy = all.data?.some(underWay) === true;
  return (
    <Panel
      title={texts.title}
      hint={texts.hint}
      actions={
        <Button
          variant="default"
          leftSection={<IconHistory size={16} aria-hidden />}
          disabled={busy || org.enrolment !== 'enrolled'}
          onClick={() => setOpened(true)}
        >
          {texts.open}
        </Button>
      }
    >
      <Loaded query={all}>
        {(backfills) =>
          backfills.length === 0 ? (
            <p className={classes.soft}>{texts.none}</p>
          ) : (
            <ul className={classes.list}>
              {backfills.map((each) => (
                <li key={each.id}>
                  <span>
                    {each.firstDay} – {each.lastDay}:{' '}
                    {texts.given(format.number(each.events), format.number(each.episodes))}
                    {each.failure !== null && ` ${each.failure}`}
                  </span>
                  <span className={classes.badges}>
                    <Badge tone={each.state === 'done' ? 'good' : each.state === 'failed' ? 'bad' : 'accent'}>
                      {each.state === 'running' && each.doneThrough !== null
                        ? texts.doneThrough(each.doneThrough)
                        : texts.states[each.state]}
                    </Badge>
                    <Time at={each.askedAt} show="relative" />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {opened && <StartDialog org={org} onClose={() => setOpened(false)} />}
    </Panel>
  );
}
