import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError, type Source } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Count } from '../../ui/count.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { ErrorState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';
import { told } from '../../ui/undo.tsx';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';
import { AlarmsPanel } from './alarms-panel.tsx';
import { SourceForm, whoText } from './source-form.tsx';
import classes from './sources.module.css';

const { sources: texts } = t;
const words = texts.fields;

async function setState(source: Source, state: Source['state']): Promise<void> {
  await api.call(routes.changeSource, { params: { handle: source.handle }, body: { state } });
  await refresh(routes.sources, routes.programmeOverview);
}

function Actions({ source }: { source: Source }) {
  const [editing, setEditing] = useState(false);
  const [pausing, setPausing] = useState(false);
  const resume = async () => {
    await setState(source, 'active');
    told(texts.resumed(source.name));
  };
  return (
    <>
      {source.state === 'active' ? (
        <Button variant="default" onClick={() => setPausing(true)}>
          {texts.pause}
        </Button>
      ) : (
        <Button onClick={() => void resume()}>{texts.resume}</Button>
      )}
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
        {texts.edit}
      </Button>
      {editing && <SourceForm source={source} onClose={() => setEditing(false)} />}
      <ConfirmDialog
        opened={pausing}
        onClose={() => setPausing(false)}
        title={texts.pauseTitle(source.name)}
        act={texts.pause}
        harmful
        onAct={async () => {
          await setState(source, 'paused');
          told(texts.paused(source.name), resume);
        }}
      >
        <p>{texts.pauseText}</p>
      </ConfirmDialog>
    </>
  );
}

function Declared({ source }: { source: Source }) {
  return (
    <Panel title={texts.facts} hint={texts.factsHint}>
      <Facts
        label={texts.facts}
        facts={[
          { label: words.tlp, value: <TlpChip level={source.tlp} /> },
          {
            label: words.distribution,
            meaning: texts.distributionMeaning[source.distribution],
            value: texts.distribution[source.distribution],
          },
          {
            label: words.recipients,
            value: source.recipients.length === 0 ? t.lists.none : source.recipients.join(', '),
          },
          { label: texts.who, value: whoText(source.tlp, source.distribution) },
          { label: words.reliability, value: texts.reliability[source.reliability] },
          {
            label: texts.sees,
            value: (
              <ul className={classes.sees}>
                <li>{source.showName ? texts.seesName : texts.seesPseudonym}</li>
                <li>{source.showAddresses ? texts.seesAddresses : texts.hidesAddresses}</li>
              </ul>
            ),
          },
          {
            label: words.ownAddresses,
            value:
              source.ownAddresses.length === 0 ? (
                t.lists.none
              ) : (
                <span className={classes.mono}>{source.ownAddresses.join(' ')}</span>
              ),
          },
        ]}
      />
    </Panel>
  );
}

function Health({ source, operator }: { source: Source; operator: boolean }) {
  return (
    <Panel title={texts.health}>
      <Facts
        label={texts.health}
        facts={[
          {
            label: words.state,
            value: <Badge tone={source.state === 'active' ? 'good' : 'quiet'}>{texts.states[source.state]}</Badge>,
          },
          {
            label: words.org,
            value: operator ? <Link href={paths.registryOrg(source.org)}>{source.org}</Link> : source.org,
          },
          { label: words.handle, value: <span className={classes.mono}>{source.handle}</span> },
          { label: words.feed, value: source.feed },
          { label: texts.columns.lastBatchAt, value: <Time at={source.lastBatchAt} /> },
          { label: texts.columns.lastEventAt, value: <Time at={source.lastEventAt} /> },
          {
            label: texts.columns.accepted,
            meaning: texts.columns.acceptedMeaning,
            value: <Count value={source.acceptedLastDay} unit="records" />,
          },
          {
            label: texts.columns.quarantined,
            meaning: texts.columns.quarantinedMeaning,
            value: <Count value={source.quarantinedHeld} unit="records" />,
          },
        ]}
      />
      <div className={classes.links}>
        <Link href={paths.batches({ source: source.handle })}>{texts.receipts}</Link>
        <Link href={paths.quarantine({ source: source.handle })}>{texts.held}</Link>
        <Link href={paths.events({ source: source.handle, range: 'week' })}>{texts.events}</Link>
      </div>
    </Panel>
  );
}

const missing = (handle: string) =>
  new ApiError({ type: 'about:blank', title: t.shell.notFound.title, detail: handle, status: 404, code: 'not_found' });

/** One source: what it declares, what recipients see of it, how it does, its alarms. */
export function SourcePage() {
  const operator = isOperator(useSession());
  const { handle = '' }: { handle?: string } = useParams({ strict: false });
  const sources = useQuery(query(routes.sources));
  const source = sources.data?.find((one) => one.handle === handle);
  return (
    <Page
      title={source?.name ?? handle}
      aside={<Link href={paths.registrySources()}>{texts.back}</Link>}
      actions={operator && source !== undefined && <Actions source={source} />}
    >
      <RegistryTabs />
      <Loaded query={sources}>
        {() =>
          source === undefined ? (
            <ErrorState error={missing(handle)} />
          ) : (
            <div className={classes.grid}>
              <div className={classes.column}>
                <AlarmsPanel source={source} operator={operator} />
                <Declared source={source} />
              </div>
              <Health source={source} operator={operator} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
