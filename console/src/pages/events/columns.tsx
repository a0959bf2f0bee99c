import type { EventOut } from '@tocsin/api';
import { CountryCell, NetworkCell, PortCell } from '../../components/event/cells.tsx';
import { ruleText } from '../../components/event/why-list.tsx';
import { className, familyName } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import type { Column } from '../../ui/data-table/index.ts';
import { Defanged } from '../../ui/defanged.tsx';
import { defang } from '../../ui/defang.ts';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';

const { columns: words } = t.events;

/** What an event is about where it is no address. */
function name({ domain, url }: EventOut): string {
  return url ?? domain ?? '';
}

/** "2001:db8::1", or with port as "192.0.2.1:443" and "[2001:db8::1]:443". */
function endOf({ destination: { address, port } }: EventOut): string {
  if (address === null) return port === null ? '' : `:${port}`;
  const shown = defang(address);
  if (port === null) return shown;
  return address.includes(':') ? `[${shown}]:${port}` : `${shown}:${port}`;
}

/** The event list, newest first as the server has it. */
export const columns: readonly Column<EventOut>[] = [
  {
    id: 'time',
    header: words.time,
    meaning: words.timeMeaning,
    width: 136,
    grow: 0.3,
    priority: 1,
    text: ({ time }) => time,
    cell: ({ time }) => <Time at={time} show="utc" />,
  },
  {
    id: 'address',
    header: words.address,
    width: 176,
    grow: 1,
    priority: 1,
    text: ({ address }) => address ?? '',
    cell: (event) => <Defanged bare value={event.address ?? name(event)} />,
  },
  {
    id: 'port',
    header: words.port,
    meaning: words.portMeaning,
    width: 72,
    text: ({ port }) => (port === null ? '' : String(port)),
    cell: ({ port, portMissing }) => <PortCell port={port} missing={portMissing} />,
  },
  {
    id: 'family',
    header: words.family,
    width: 104,
    grow: 1,
    priority: 1,
    text: ({ family }) => family ?? '',
    cell: ({ family }) => familyName(family),
  },
  { id: 'class', header: words.class, width: 112, grow: 1, priority: 3, text: (event) => className(event.class) },
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
  { id: 'source', header: words.source, width: 104, grow: 0.5, priority: 3, text: ({ source }) => source },
  {
    id: 'why',
    header: words.why,
    meaning: words.whyMeaning,
    width: 208,
    grow: 1,
    hidden: true,
    text: ({ why }) => (why[0] === undefined ? '' : ruleText(why[0])),
  },
  {
    id: 'domain',
    header: words.domain,
    width: 176,
    grow: 1,
    hidden: true,
    text: name,
    cell: (event) => <Defanged bare value={name(event)} />,
  },
  { id: 'destination', header: words.destination, width: 176, hidden: true, text: endOf },
  { id: 'sector', header: words.sector, width: 128, hidden: true, text: ({ sector }) => sector ?? '' },
  { id: 'severity', header: words.severity, width: 96, hidden: true, text: ({ severity }) => severity ?? '' },
  {
    id: 'reliability',
    header: words.reliability,
    meaning: words.reliabilityMeaning,
    width: 96,
    hidden: true,
    text: ({ reliability }) => reliability,
  },
  {
    id: 'tlp',
    header: words.tlp,
    width: 136,
    priority: 3,
    text: ({ tlp }) => tlp,
    cell: ({ tlp }) => <TlpChip level={tlp} />,
  },
];
