import { Button, Code, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api.ts';
import { t } from '../messages/index.ts';
import classes from './states.module.css';
import { Time } from './time.tsx';

export interface EmptyStateProps {
  title: string;
  text: string;
  /** What to do about it: a Link or a Button. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** Nothing to show, honestly: why, and what would change it. */
export function EmptyState({ title, text, action, icon }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {icon !== undefined && <div className={classes.icon}>{icon}</div>}
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{text}</p>
      {action}
    </div>
  );
}

function told(error: unknown): {
  title: string;
  detail?: string;
  code?: string;
  request?: string;
  unreachable: boolean;
} {
  if (!(error instanceof ApiError)) {
    return {
      title: t.ui.error.unexpected,
      ...(error instanceof Error ? { detail: error.message } : {}),
      unreachable: false,
    };
  }
  const { problem } = error;
  if (problem.status === 0)
    return { title: t.ui.error.offline, detail: t.ui.error.offlineDetail, code: problem.code, unreachable: true };
  return {
    title: problem.title,
    code: problem.code,
    unreachable: false,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.instance === undefined ? {} : { request: problem.instance }),
  };
}

/** What went wrong, as the server's problem document tells it, with the request to quote and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, code, request, unreachable } = told(error);
  return (
    <div role="alert" className={classes.state} data-bad="true">
      <div className={classes.icon}>
        {unreachable ? <IconPlugConnectedX size={28} /> : <IconAlertTriangle size={28} />}
      </div>
      <p className={classes.title}>{title}</p>
      {detail !== undefined && <p className={classes.text}>{detail}</p>}
      <p className={classes.facts}>
        {code !== undefined && (
          <span>
            {t.ui.error.code} <Code>{code}</Code>
          </span>
        )}
        {request !== undefined && (
          <span>
            {t.ui.error.request} <Code>{request}</Code>
          </span>
        )}
      </p>
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          {t.ui.error.retry}
        </Button>
      )}
    </div>
  );
}

/** Grey lines in the shape of what will come. */
export function LoadingState({ rows = 6, height = 20 }: { rows?: number; height?: number }) {
  return (
    <div className={classes.loading} role="status" aria-busy="true">
      <span className="hidden-text">{t.ui.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} width={`${100 - ((index * 7) % 24)}%`} radius="sm" />
      ))}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  /** When `data` was fetched, in milliseconds of the epoch. With it, data that could not be refreshed is marked. */
  dataUpdatedAt?: number;
  refetch: () => unknown;
}

/** What is shown could not be refreshed: since when it is old, why, and a way to try again. */
function StaleNotice({ error, since, onRetry }: { error: unknown; since: number; onRetry: () => void }) {
  return (
    <div className={classes.stale} role="status">
      <IconPlugConnectedX size={16} aria-hidden />
      <span>
        {t.ui.error.stale} <Time at={new Date(since).toISOString()} />. {told(error).title}.
      </span>
      <Button variant="default" size="compact-xs" onClick={onRetry}>
        {t.ui.error.retry}
      </Button>
    </div>
  );
}

/** Shows a query: skeletons while it loads, the error where it failed, else what `children` makes of it, marked where it is stale. */
export function Loaded<T>({
  query,
  children,
  skeleton,
}: {
  query: Asked<T>;
  children: (data: T) => ReactNode;
  skeleton?: ReactNode;
}) {
  const failed = query.error !== null && query.error !== undefined;
  const since = query.dataUpdatedAt;
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {failed && since !== undefined && <StaleNotice error={query.error} since={since} onRetry={retry} />}
        {children(query.data)}
      </>
    );
  }
  if (failed) return <ErrorState error={query.error} onRetry={retry} />;
  return skeleton ?? <LoadingState />;
}
