import { Button, Switch, Tooltip } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import type { EventOut } from '@tocsin/api';
import { useMemo } from 'react';
import { downloadUrl, routes } from '../../api.ts';
import { CopyMenu } from '../../components/event/copy-menu.tsx';
import { ListLayout } from '../../components/list/list-layout.tsx';
import { SearchField } from '../../components/list/search-field.tsx';
import { className } from '../../components/words.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { DataTable } from '../../ui/data-table/index.ts';
import type { Facet } from '../../ui/facets.tsx';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { SavedViews } from '../../ui/saved-views.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TimeRangePicker } from '../../ui/time-range-picker.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { columns } from './columns.tsx';
import { EventDrawer } from './event-drawer.tsx';
import classes from './events.module.css';
import { filters } from './filter.ts';
import { useEventList } from './use-event-list.ts';

const facetNames = ['family', 'class', 'country', 'source', 'asn'] as const;
const keyOf = (event: EventOut) => event.id;

function NoEvents({ narrowed, unrouted }: { narrowed: boolean; unrouted: boolean }) {
  const operator = isOperator(useSession());
  const { empty } = t.events;
  const week = <Link href={paths.events({ range: 'week', ...(unrouted ? { unrouted } : {}) })}>{empty.week}</Link>;
  if (unrouted) return <EmptyState title={empty.unrouted} text={empty.unroutedText} action={week} />;
  if (narrowed)
    return (
      <EmptyState
        title={empty.filtered}
        text={empty.filteredText}
        action={<Link href={paths.events()}>{empty.clear}</Link>}
      />
    );
  return <EmptyState title={empty.none} text={operator ? empty.noneOperator : empty.noneText} action={week} />;
}

/** The queue of what concerned nobody, for the operator. */
function UnroutedSwitch() {
  const url = useUrl();
  return (
    <Tooltip label={t.events.unroutedMeaning}>
      <div>
        <Switch
          size="sm"
          label={t.events.unrouted}
          checked={url.one('unrouted') === 'true'}
          onChange={(event) => url.set({ unrouted: event.currentTarget.checked ? 'true' : undefined }, true)}
        />
      </div>
    </Tooltip>
  );
}

/** Every event that this org may see: filtered, counted, live. */
export function EventsPage() {
  const operator = isOperator(useSession());
  const url = useUrl();
  const { list, rows, filter, waiting, showWaiting } = useEventList();
  const { first } = list;
  const facets = useMemo<Facet[]>(
    () =>
      facetNames
        .filter((name) => first?.facets[name] !== undefined)
        .map((name) => ({
          name,
          label: t.events.facets[name],
          values: (first?.facets[name] ?? []).map((value) =>
            name === 'class' ? { ...value, label: className(value.value) } : value,
          ),
        })),
    [first],
  );
  const open = (event: EventOut) => url.set({ event: event.id }, url.one('event') === undefined);
  const opened = url.one('event');
  return (
    <Page title={t.events.title} fill actions={<TimeRangePicker />}>
      <ListLayout
        facets={facets}
        filters={filters}
        stale={list.stale}
        search={<SearchField label={t.events.searchLabel} placeholder={t.events.searchPlaceholder} />}
        controls={operator && <UnroutedSwitch />}
      >
        {first !== undefined && first.sampled !== null && (
          <p className={classes.note}>{t.events.sampled(format.number(first.sampled))}</p>
        )}
        {filter.unrouted === true && <p className={classes.note}>{t.events.unroutedNote}</p>}
        <DataTable
          id="events"
          label={t.events.title}
          unit="events"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          {...(first === undefined ? {} : { total: first.total, atLeast: first.totalIs === 'at_least' })}
          serverSorted
          onOpen={open}
          bulk={(selected) => <CopyMenu events={selected} />}
          error={list.error}
          onRetry={list.retry}
          onMore={list.onMore}
          loadingMore={list.loadingMore}
          waiting={waiting}
          onShowWaiting={showWaiting}
          controls={
            <>
              <SavedViews list="events" />
              <Tooltip label={t.events.csvAllMeaning}>
                <Button
                  component="a"
                  href={downloadUrl(routes.exportEvents, { query: filter })}
                  download
                  variant="subtle"
                  color="gray"
                  leftSection={<IconFileDownload size={16} aria-hidden />}
                >
                  {t.events.csvAll}
                </Button>
              </Tooltip>
            </>
          }
          empty={
            <NoEvents
              narrowed={filters.some(({ name }) => url.one(name) !== undefined)}
              unrouted={filter.unrouted === true}
            />
          }
        />
      </ListLayout>
      <EventDrawer
        id={opened}
        rows={rows}
        onClose={() => url.set({ event: undefined })}
        onStep={(by) => {
          const to = rows?.[rows.findIndex(({ id }) => id === opened) + by];
          if (to !== undefined) open(to);
        }}
      />
    </Page>
  );
}
