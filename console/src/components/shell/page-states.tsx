import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ApiError } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/panel.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';

/** No page has this URL. */
export function PageMissing() {
  const { notFound } = t.shell;
  return (
    <Page title={notFound.title}>
      <p>{notFound.text}</p>
      <p>
        <Link href={paths.home()}>{notFound.home}</Link>
      </p>
    </Page>
  );
}

/** A page threw: what the server said, or that the fault is ours. */
export function PageCrash({ error, reset }: ErrorComponentProps) {
  if (error instanceof ApiError) return <ErrorState error={error} onRetry={reset} />;
  const { crashed } = t.shell;
  return (
    <EmptyState
      title={crashed.title}
      text={`${crashed.text} ${error instanceof Error ? error.message : String(error)}`}
      action={<Button onClick={() => location.reload()}>{crashed.reload}</Button>}
    />
  );
}
