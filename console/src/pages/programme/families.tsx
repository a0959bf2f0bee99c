import type { ProgrammeOverview } from '@tocsin/api';
import { className, familyFilter, familyName } from '../../components/words.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { BarList } from '../../ui/bar-list.tsx';
import { countText } from '../../ui/count.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states.tsx';

/** What is seen most, each leading to its events. */
export function Families({ families }: { families: ProgrammeOverview['families'] }) {
  const { nothing } = t.programme;
  return (
    <Panel title={t.programme.families}>
      {families.length === 0 ? (
        <EmptyState title={nothing.title} text={nothing.text} />
      ) : (
        <BarList
          label={t.programme.families}
          unit="events"
          bars={families.slice(0, 6).map(({ family, class: type, eventsLastDay, openEpisodes }) => ({
            key: `${family ?? ''} ${type}`,
            label: familyName(family),
            note: `${className(type)} · ${countText(openEpisodes, 'episodes')}`,
            value: eventsLastDay,
            href: paths.events({ family: familyFilter(family), class: type }),
          }))}
        />
      )}
    </Panel>
  );
}
