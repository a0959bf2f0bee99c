import type { ProgrammeOverview } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Stat, Stats } from '../../ui/count.tsx';
import { Link } from '../../ui/link.tsx';

/** The programme in six numbers; those that want work link to it. */
export function Headline({ data }: { data: ProgrammeOverview }) {
  const { stats } = t.programme;
  const enrolled = data.nations.filter(({ enrolment }) => enrolment === 'enrolled').length;
  return (
    <Stats label={t.ui.numbers}>
      <Stat value={data.eventsLastDay} unit="events" note={stats.eventsLastDay} />
      <Stat value={data.openEpisodes} unit="episodes" note={stats.openEpisodes} />
      <Stat value={data.openHosts} unit="hosts" note={stats.openHosts} />
      <Stat
        value={enrolled}
        unit="nations"
        note={`${stats.enrolled}, ${t.words.of(String(enrolled), String(data.nations.length))}`}
      />
      <Stat value={data.unroutedLastDay} unit="events" note={stats.unrouted} attention={data.unroutedLastDay > 0}>
        {data.unroutedLastDay > 0 && <Link href={paths.events({ unrouted: 'true' })}>{t.programme.look}</Link>}
      </Stat>
      <Stat value={data.quarantineHeld} unit="records" note={stats.quarantined} attention={data.quarantineHeld > 0}>
        {data.quarantineHeld > 0 && <Link href={paths.quarantine()}>{t.programme.look}</Link>}
      </Stat>
    </Stats>
  );
}
