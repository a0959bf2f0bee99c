import { Code } from '@mantine/core';
import type { EventOut } from '@tocsin/api';
import { CountryCell, NetworkCell, PortCell } from '../../components/event/cells.tsx';
import { className, familyName } from '../../components/words.ts';
import { t } from '../../messages/index.ts';
import { Defanged } from '../../ui/defanged.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';

const { columns: words, drawer } = t.events;

/** Every field of an event that has a value. */
export function EventFacts({ event }: { event: EventOut }) {
  const { destination } = event;
  const { address, domain, url } = event;
  const known = destination.address !== null || destination.port !== null;
  return (
    <Facts
      label={drawer.facts}
      facts={[
        { label: words.time, meaning: words.timeMeaning, value: <Time at={event.time} /> },
        address !== null && { label: words.address, value: <Defanged value={address} /> },
        address !== null && {
          label: words.port,
          meaning: words.portMeaning,
          value: <PortCell port={event.port} missing={event.portMissing} />,
        },
        event.protocol !== null && { label: drawer.protocol, value: event.protocol },
        domain !== null && { label: t.events.filters.domain, value: <Defanged value={domain} /> },
        url !== null && { label: drawer.url, value: <Defanged value={url} /> },
        { label: words.family, value: familyName(event.family) },
        { label: words.class, value: `${className(event.class)} (${event.taxonomy})` },
        event.severity !== null && { label: words.severity, value: event.severity },
        known && {
          label: words.destination,
          value:
            destination.address === null ? (
              t.events.filters.port + ` ${destination.port ?? ''}`
            ) : (
              <Defanged
                value={destination.address}
                suffix={destination.port === null ? '' : ` · ${t.events.filters.port} ${destination.port}`}
              />
            ),
        },
        { label: words.country, value: <CountryCell code={event.country} /> },
        { label: words.network, value: <NetworkCell asn={event.asn} name={event.asName} /> },
        event.prefix !== null && { label: drawer.prefix, value: <Defanged value={event.prefix} /> },
        event.sector !== null && { label: words.sector, value: event.sector },
        { label: words.source, value: event.source },
        { label: words.reliability, meaning: words.reliabilityMeaning, value: event.reliability },
        { label: words.tlp, value: <TlpChip level={event.tlp} /> },
        { label: drawer.id, value: <Code>{event.id}</Code> },
      ]}
    />
  );
}
