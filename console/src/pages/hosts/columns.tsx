import type { Episode } from '@tocsin/api';
import { CountryCell, NetworkCell, PortCell } from '../../components/event/cells.tsx';
import { EpisodeState } from '../../components/event/episode-state.tsx';
import { className, familyName } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import type { Column } from '../../ui/data-table/index.ts';
import { Defanged } from '../../ui/defanged.tsx';
import { Time } from '../../ui/time.tsx';

const { columns: words } = t.hosts;

/** The episode list, newest first as the server has it. */
export const columns: readonly Column<Episode>[] = [
  {
    id: 'address',
    header: words.address,
    width: 168,
    grow: 1,
    priority: 1,
    text: ({ address }) => address,
    cell: ({ address }) => <Defanged bare value={address} />,
  },
  {
    id: 'port',
    header: words.port,
    meaning: t.events.columns.portMeaning,
    width: 88,
    text: ({ port }) => (port === null ? '' : String(port)),
    cell: ({ port, portMissing }) => <PortCell port={port} missing={portMissing} />,
  },
  {
    id: 'family',
    header: words.family,
    width: 112,
    grow: 1,
    priority: 1,
    text: ({ family }) => family ?? '',
    cell: ({ family }) => familyName(family),
  },
  { id: 'class', header: words.class, width: 112, grow: 1, priority: 3, text: (episode) => className(episode.class) },
  {
    id: 'state',
    header: words.state,
    meaning: words.stateMeaning,
    width: 104,
    priority: 1,
    text: ({ state }) => t.words.episodeStates[state],
    cell: ({ state }) => <EpisodeState state={state} />,
  },
  {
    id: 'number',
    header: words.number,
    meaning: words.numberMeaning,
    width: 80,
    priority: 3,
    align: 'end',
    text: ({ number }) => String(number),
  },
  {
    id: 'country',
    header: words.country,
    width: 96,
    grow: 0.5,
    text: ({ country }) => (country === null ? '' : format.country(country)),
    cell: ({ country }) => <CountryCell code={country} />,
  },
  {
    id: 'network',
    header: words.network,
    width: 144,
    grow: 1.5,
    text: ({ asn, asName }) => (asn === null ? '' : `${t.words.asNumber(asn)} ${asName ?? ''}`.trim()),
    cell: ({ asn, asName }) => <NetworkCell asn={asn} name={asName} />,
  },
  {
    id: 'firstSeen',
    header: words.firstSeen,
    width: 144,
    priority: 3,
    text: ({ firstSeen }) => firstSeen,
    cell: ({ firstSeen }) => <Time at={firstSeen} show="utc" />,
  },
  {
    id: 'lastSeen',
    header: words.lastSeen,
    width: 112,
    text: ({ lastSeen }) => lastSeen,
    cell: ({ lastSeen }) => <Time at={lastSeen} show="relative" />,
  },
  {
    id: 'events',
    header: words.events,
    width: 80,
    align: 'end',
    text: ({ events }) => String(events),
    cell: ({ events }) => format.number(events),
  },
  { id: 'closed', header: words.closed, width: 128, hidden: true, text: ({ closedBy }) => closedBy ?? '' },
];
