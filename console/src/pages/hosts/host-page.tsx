import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { HostDetail } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { CountryCell, NetworkCell, PortCell } from '../../components/event/cells.tsx';
import { WhyList } from '../../components/event/why-list.tsx';
import { className, familyName } from '../../components/words.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Count } from '../../ui/count.tsx';
import { Defanged } from '../../ui/defanged.tsx';
import { defang } from '../../ui/defang.ts';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { EpisodeTimeline } from './episode-timeline.tsx';
import classes from './hosts.module.css';

const { host: words } = t.hosts;

/** On a shared address the provider needs address, port and time: said, and ready to copy. */
function SharedWarning({ host }: { host: HostDetail }) {
  if (!host.shared && !host.portMissing) return null;
  const [title, text] = host.portMissing
    ? [words.missingTitle, words.missingText]
    : [words.sharedTitle, words.sharedText];
  const line = [host.address, host.port ?? '', host.lastSeen].join(' ').replaceAll('  ', ' ');
  return (
    <div className={classes.warning} role="note">
      <p>
        <strong>{title}.</strong> {text}
      </p>
      <Button
        variant="default"
        leftSection={<IconCopy size={16} aria-hidden />}
        onClick={() => void copyText(line, words.copiedCase)}
      >
        {words.copyCase}
      </Button>
    </div>
  );
}

function HostFacts({ host }: { host: HostDetail }) {
  return (
    <Facts
      label={words.facts}
      facts={[
        { label: t.hosts.columns.address, value: <Defanged value={host.address} /> },
        {
          label: t.hosts.columns.port,
          meaning: t.events.columns.portMeaning,
          value: (
            <>
              <PortCell port={host.port} missing={host.portMissing} />{' '}
              {host.shared && <Badge tone="notice">{words.shared}</Badge>}
            </>
          ),
        },
        { label: t.hosts.columns.family, value: familyName(host.family) },
        { label: t.hosts.columns.class, value: className(host.class) },
        { label: t.hosts.columns.network, value: <NetworkCell asn={host.asn} name={host.asName} /> },
        host.prefix !== null && { label: words.prefix, value: <Defanged value={host.prefix} /> },
        { label: t.hosts.columns.country, value: <CountryCell code={host.country} /> },
        { label: words.firstSeen, value: <Time at={host.firstSeen} /> },
        { label: words.lastSeen, value: <Time at={host.lastSeen} /> },
        { label: t.hosts.columns.events, value: <Count value={host.events} unit="events" /> },
      ]}
    />
  );
}

function Latest({ host }: { host: HostDetail }) {
  if (host.latest.length === 0) return <EmptyState title={words.noEvents.title} text={words.noEvents.text} />;
  return (
    <PlainTable
      label={words.latest}
      rows={host.latest}
      rowKey={({ id }) => id}
      columns={[
        {
          header: t.events.columns.time,
          cell: (event) => (
            <Link href={paths.events({ event: event.id, address: host.address, range: 'week' })}>
              <Time at={event.time} show="utc" focusable={false} />
            </Link>
          ),
        },
        {
          header: t.hosts.columns.port,
          cell: ({ port, portMissing }) => <PortCell port={port} missing={portMissing} />,
        },
        { header: t.events.columns.source, cell: ({ source }) => source, optional: true },
        {
          header: t.events.columns.destination,
          cell: ({ destination: { address, port } }) =>
            address === null
              ? port === null
                ? '–'
                : `:${port}`
              : `${defang(address)}${port === null ? '' : ` · ${port}`}`,
          optional: true,
        },
      ]}
    />
  );
}

function AlsoHere({ host }: { host: HostDetail }) {
  if (host.alsoHere.length === 0) return <p className={classes.soft}>{words.nothingElse}</p>;
  return (
    <PlainTable
      label={words.alsoHere}
      rows={host.alsoHere}
      rowKey={({ id }) => id}
      columns={[
        {
          header: t.hosts.columns.family,
          cell: ({ id, family }) => <Link href={paths.host(id)}>{familyName(family)}</Link>,
        },
        { header: words.lastSeen, cell: ({ lastSeen }) => <Time at={lastSeen} show="relative" /> },
        {
          header: t.hosts.columns.events,
          align: 'end',
          cell: ({ events }) => <Count value={events} unit="events" bare />,
        },
      ]}
    />
  );
}

/** One host: what it is, its episodes, its latest events, what else was seen there, and why one sees it. */
export function HostPage() {
  const operator = isOperator(useSession());
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const detail = useQuery(query(routes.host, { params: { id } }));
  const host = detail.data;
  return (
    <Page
      title={host === undefined ? t.hosts.title : words.title(defang(host.address))}
      aside={host !== undefined && <span className={classes.soft}>{familyName(host.family)}</span>}
      actions={<Link href={paths.hosts()}>{words.back}</Link>}
    >
      <Loaded query={detail}>
        {(loaded) => (
          <>
            <SharedWarning host={loaded} />
            <div className={classes.grid}>
              <div className={classes.column}>
                <Panel title={words.episodes} hint={words.episodesHint}>
                  <EpisodeTimeline episodes={loaded.episodes} />
                </Panel>
                <Panel
                  title={words.latest}
                  hint={words.latestHint}
                  actions={
                    <Link href={paths.events({ address: loaded.address, range: 'week' })}>{words.allEvents}</Link>
                  }
                >
                  <Latest host={loaded} />
                </Panel>
              </div>
              <div className={classes.column}>
                <Panel title={words.facts}>
                  <HostFacts host={loaded} />
                </Panel>
                <Panel title={operator ? words.whyOperator : words.why}>
                  <WhyList reasons={loaded.why} />
                </Panel>
                <Panel title={words.alsoHere} hint={words.alsoHereHint}>
                  <AlsoHere host={loaded} />
                </Panel>
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}
