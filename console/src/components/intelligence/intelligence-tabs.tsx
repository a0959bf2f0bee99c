import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { PageTabs } from '../../ui/page-tabs.tsx';

const { tabs: words } = t.intelligence;

/** The parts of intelligence; drafts are for those who may write. */
export function IntelligenceTabs() {
  const { scopes } = useSession();
  const mayWrite = scopes.includes('objects:write');
  return (
    <PageTabs
      label={words.label}
      tabs={[
        { label: words.shared, href: paths.intelligence() },
        { label: words.lookup, href: paths.lookup() },
        ...(mayWrite ? [{ label: words.drafts, href: paths.drafts() }] : []),
        { label: words.groups, href: paths.groups() },
        { label: words.inPerson, href: paths.inPerson() },
      ]}
    />
  );
}
