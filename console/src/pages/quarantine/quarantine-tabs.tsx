import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { PageTabs } from '../../ui/page-tabs.tsx';

/** Refused records, and the receipts that account for every record. */
export function QuarantineTabs() {
  return (
    <PageTabs
      label={t.quarantine.tabs.label}
      tabs={[
        { label: t.quarantine.tabs.records, href: paths.quarantine() },
        { label: t.quarantine.tabs.batches, href: paths.batches() },
      ]}
    />
  );
}
