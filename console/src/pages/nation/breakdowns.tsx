import type { NationOverview } from '@tocsin/api';
import { className, familyFilter, familyName, providerName } from '../../components/words.ts';
import { t } from '../../messages/index.ts';
import { paths, type ListQuery } from '../../paths.ts';
import { BarList } from '../../ui/bar-list.tsx';
import { countText } from '../../ui/count.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';

const shown = 8;

function NoneOpen() {
  return <EmptyState title={t.nation.noOpen.title} text={t.nation.noOpen.text} />;
}

/** Whose customers are infected now. */
export function ByProvider({ providers, within }: { providers: NationOverview['providers']; within: ListQuery }) {
  return (
    <Panel title={t.nation.byProvider}>
      {providers.length === 0 ? (
        <NoneOpen />
      ) : (
        <BarList
          label={t.nation.byProvider}
          unit="episodes"
          bars={providers.slice(0, shown).map(({ asn, name, openEpisodes, openHosts }) => ({
            key: String(asn),
            label: providerName(asn, name),
            note: `${asn === null ? '' : `${t.words.asNumber(asn)} · `}${countText(openHosts, 'hosts')}`,
            value: openEpisodes,
            href: paths.hosts({ state: 'open', asn, ...within }),
          }))}
        />
      )}
    </Panel>
  );
}

/** With what they are infected. */
export function ByFamily({ families, within }: { families: NationOverview['families']; within: ListQuery }) {
  return (
    <Panel title={t.nation.byFamily}>
      {families.length === 0 ? (
        <NoneOpen />
      ) : (
        <BarList
          label={t.nation.byFamily}
          unit="episodes"
          bars={families.slice(0, shown).map(({ family, class: type, openEpisodes, events }) => ({
            key: `${family ?? ''} ${type}`,
            label: familyName(family),
            note: `${className(type)} · ${countText(events, 'events')}`,
            value: openEpisodes,
            href: paths.hosts({ state: 'open', family: familyFilter(family), class: type, ...within }),
          }))}
        />
      )}
    </Panel>
  );
}
