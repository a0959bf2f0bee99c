import { Skeleton } from '@mantine/core';
import { t } from '../messages/index.ts';
import classes from './overview-skeleton.module.css';

/** The shape of an overview page while it loads: headline, large panel, two small ones. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-busy="true" className={classes.page}>
      <span className="hidden-text">{t.ui.loading}</span>
      <Skeleton height={112} radius="md" />
      <div className={classes.grid}>
        <Skeleton height={480} radius="md" />
        <div className={classes.aside}>
          <Skeleton height={232} radius="md" />
          <Skeleton height={232} radius="md" />
        </div>
      </div>
    </div>
  );
}
