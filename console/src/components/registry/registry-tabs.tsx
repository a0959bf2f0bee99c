import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { PageTabs } from '../../ui/page-tabs.tsx';

const { tabs: words } = t.registry;

/** The parts of the registry; who is not the operator sees itself, the nations, its sources and the families. */
export function RegistryTabs() {
  const session = useSession();
  const shared = [
    { label: words.nations, href: paths.registryNations() },
    { label: words.sources, href: paths.registrySources() },
    { label: words.families, href: paths.registryFamilies() },
  ];
  const tabs = isOperator(session)
    ? [
        { label: words.nations, href: paths.registryNations() },
        { label: words.orgs, href: paths.registryOrgs() },
        { label: words.sources, href: paths.registrySources() },
        { label: words.families, href: paths.registryFamilies() },
        { label: words.warninglists, href: paths.registryWarninglists() },
        { label: words.ipData, href: paths.registryIpData() },
        { label: words.tables, href: paths.registryTables() },
      ]
    : [{ label: t.registry.org.own, href: paths.registryOrg(session.org.handle) }, ...shared];
  return <PageTabs label={words.label} tabs={tabs} />;
}
