import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { NationOverview } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { NationsPanel } from '../../components/map/nations-panel.tsx';
import { TrendChart } from '../../components/trend-chart.tsx';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { useGo } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { OverviewSkeleton } from '../../ui/overview-skeleton.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ByFamily, ByProvider } from './breakdowns.tsx';
import { ContactCard } from './contact-card.tsx';
import { Headline } from './headline.tsx';
import classes from './nation.module.css';
import { Ranked } from './ranked.tsx';

/** The operator looks at any nation. */
function NationChoice({ code }: { code: string | undefined }) {
  const nations = useQuery({ ...query(routes.nations), staleTime: 300_000 });
  const go = useGo();
  return (
    <Select
      aria-label={t.nation.choose}
      placeholder={t.nation.choose}
      searchable
      w={224}
      value={code ?? null}
      onChange={(chosen) => chosen !== null && go(paths.nation(chosen))}
      data={(nations.data ?? [])
        .map(({ code: value, name: label }) => ({ value, label }))
        .sort((a, b) => a.label.localeCompare(b.label))}
    />
  );
}

function LocalTime({ zone }: { zone: string }) {
  const time = format.timeIn(useNow(), zone);
  return time === undefined ? null : <span className={classes.localTime}>{t.nation.localTime(time, zone)}</span>;
}

function Content({ data, foreign }: { data: NationOverview; foreign: boolean }) {
  const go = useGo();
  // The operator's lists hold all of Europe: from here they are narrowed to this nation.
  const within = foreign && data.nation !== null ? { country: data.nation.code } : {};
  return (
    <>
      <Headline data={data} within={within} />
      <div className={classes.grid}>
        <div className={classes.main}>
          <div className={classes.first}>
            <Ranked
              ranked={data.ranked}
              within={within}
              at={data.at}
              title={foreign && data.nation !== null ? t.nation.rankedFor(data.nation.name) : t.nation.ranked}
            />
          </div>
          <Panel title={t.nation.trend} hint={t.nation.trendHint}>
            <TrendChart
              label={t.nation.trend}
              points={data.trend}
              onHour={(from, to) => go(paths.events({ ...within, from, to }))}
            />
          </Panel>
        </div>
        <div className={classes.aside}>
          <div className={classes.second}>
            <ContactCard contact={data.contact} nation={foreign ? (data.nation?.name ?? null) : null} />
          </div>
          <ByProvider providers={data.providers} within={within} />
          <ByFamily families={data.families} within={within} />
        </div>
      </div>
    </>
  );
}

/** What concerns one nation, or one provider, now: is tonight different? */
export function NationPage() {
  const session = useSession();
  const { code }: { code?: string } = useParams({ strict: false });
  const operator = isOperator(session);
  const asked = operator ? code : undefined;
  const undecided = operator && code === undefined;
  const overview = useQuery({
    ...query(routes.nationOverview, asked === undefined ? {} : { query: { nation: asked } }),
    enabled: !undecided,
  });
  const data = overview.data;
  // A provider answers for its networks, not for the nation it sits in.
  const subject = operator || data?.org.kind === 'government' ? (data?.nation?.name ?? data?.org.name) : data?.org.name;
  const title = undecided ? t.shell.nav.nationOfOperator : (subject ?? t.nation.title);
  return (
    <Page
      title={title}
      aside={data?.nation != null && !undecided && <LocalTime zone={data.nation.timeZone} />}
      actions={operator && <NationChoice code={code} />}
    >
      {undecided ? (
        <NationIndex />
      ) : (
        <Loaded query={overview} skeleton={<OverviewSkeleton />}>
          {(loaded) => <Content data={loaded} foreign={operator} />}
        </Loaded>
      )}
    </Page>
  );
}

function NationIndex() {
  const overview = useQuery(query(routes.programmeOverview));
  return <Loaded query={overview}>{({ nations }) => <NationsPanel nations={nations} />}</Loaded>;
}
