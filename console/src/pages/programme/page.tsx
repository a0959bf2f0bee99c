import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { query, routes } from '../../api.ts';
import { NationsPanel } from '../../components/map/nations-panel.tsx';
import { TrendChart } from '../../components/trend-chart.tsx';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useProgramme } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { useGo } from '../../ui/link.tsx';
import { OverviewSkeleton } from '../../ui/overview-skeleton.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { Alarms } from './alarms.tsx';
import { Families } from './families.tsx';
import { Headline } from './headline.tsx';
import { Health } from './health.tsx';
import classes from './programme.module.css';

/** The operator's first screen: Europe now, what is trending, whether the sources deliver. */
export function ProgrammePage() {
  const overview = useQuery(query(routes.programmeOverview));
  const programme = useProgramme();
  const go = useGo();
  const title = t.programme.title;
  return (
    <Page
      title={title}
      aside={
        programme !== undefined && (
          <>
            <span className={classes.name}>{programme.name}</span>
            <Tooltip label={t.programme.kindMeanings[programme.kind]}>
              <span tabIndex={0}>
                <Badge tone={programme.kind === 'drill' ? 'notice' : 'quiet'}>
                  {t.programme.kinds[programme.kind]}
                </Badge>
              </span>
            </Tooltip>
          </>
        )
      }
    >
      <Loaded query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => (
          <>
            <Headline data={data} />
            <div className={classes.grid}>
              <div className={classes.main}>
                <NationsPanel nations={data.nations} />
              </div>
              <div className={classes.aside}>
                <Panel title={t.programme.trend}>
                  <TrendChart
                    label={t.programme.trend}
                    points={data.trend}
                    height={208}
                    onHour={(from, to) => go(paths.events({ from, to }))}
                  />
                </Panel>
                <Families families={data.families} />
                <Alarms alarms={data.alarms} />
              </div>
            </div>
            <Health sources={data.sources} />
            <p className={classes.log}>{t.programme.log(format.number(data.log.epoch), format.number(data.log.seq))}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}
