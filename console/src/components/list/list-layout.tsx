import { Button, Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { format, t } from '../../messages/index.ts';
import { Facets, FilterChips, type Facet, type FilterChipsProps } from '../../ui/facets.tsx';
import { useUrl } from '../../ui/url-state.ts';
import classes from './list.module.css';

export interface ListLayoutProps {
  facets: readonly Facet[];
  /** Everything in the URL that narrows the list: facets, and what has no facet. */
  filters: FilterChipsProps['filters'];
  /** Above the table, beside the search: time range, toggles. */
  controls?: ReactNode;
  search?: ReactNode;
  /** The rows still answer the question before this one. */
  stale?: boolean;
  /** The table. */
  children: ReactNode;
}

/** A list page: facets at its side (behind a button where there is no room), search, filters in force, the table. */
export function ListLayout({ facets, filters, controls, search, stale = false, children }: ListLayoutProps) {
  const url = useUrl();
  const wide = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const [opened, { open, close }] = useDisclosure(false);
  const active = filters.reduce((sum, { name }) => sum + url.all(name).length, 0);
  const all = <Facets facets={facets} />;
  return (
    <div className={classes.layout}>
      {wide && facets.length > 0 && (
        <aside className={classes.rail} aria-label={t.ui.facets.title}>
          {all}
        </aside>
      )}
      <div className={classes.content} data-stale={stale}>
        <div className={classes.bar}>
          {search}
          {!wide && facets.length > 0 && (
            <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />} onClick={open}>
              {active === 0 ? t.ui.facets.show : t.lists.filtersActive(format.number(active))}
            </Button>
          )}
          {controls}
        </div>
        <FilterChips filters={filters} />
        {children}
      </div>
      {!wide && (
        <Drawer
          opened={opened}
          onClose={close}
          title={t.ui.facets.title}
          size={320}
          closeButtonProps={{ 'aria-label': t.ui.close }}
        >
          {all}
        </Drawer>
      )}
    </div>
  );
}
