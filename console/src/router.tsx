import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { PageCrash, PageMissing } from './components/shell/page-states.tsx';
import { Shell } from './components/shell/shell.tsx';
import { paths } from './paths.ts';
import { currentSession, homeOf } from './session.ts';
import { LoadingState } from './ui/states.tsx';
import { formatQuery, parseQuery } from './ui/url-state.ts';

/** No address of ours: outside the shell, so that the landmark is its own. */
const AddressMissing = () => (
  <main>
    <PageMissing />
  </main>
);
const root = createRootRoute({ component: Outlet, notFoundComponent: AddressMissing });

const signInPage = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/page.tsx'), 'SignInPage'),
});

const invitationPage = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/invitation/page.tsx'), 'InvitationPage'),
});

/** Everything behind the sign-in. A deep link survives it. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await currentSession();
    if (session === null) {
      throw redirect({ href: paths.signIn({ next: location.pathname === '/' ? '' : location.href }) });
    }
    // An invitation was accepted, and no way to sign in added yet: nothing else is open.
    if (session.enrolling) throw redirect({ href: paths.invitation() });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async () => {
    const session = await currentSession();
    if (session !== null) throw redirect({ href: homeOf(session), replace: true });
  },
});

/** A page: a path of paths.ts, and the component that its file exports. Each page is a chunk of its own. */
function page<Name extends string>(path: string, load: () => Promise<Record<Name, () => React.ReactNode>>, name: Name) {
  return createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load, name) });
}

const pages = [
  page('/programme', () => import('./pages/programme/page.tsx'), 'ProgrammePage'),
  page('/nation', () => import('./pages/nation/page.tsx'), 'NationPage'),
  page('/nation/$code', () => import('./pages/nation/page.tsx'), 'NationPage'),
  page('/account', () => import('./pages/account/page.tsx'), 'AccountPage'),
  page('/people', () => import('./pages/people/page.tsx'), 'PeoplePage'),
  page('/events', () => import('./pages/events/page.tsx'), 'EventsPage'),
  page('/hosts', () => import('./pages/hosts/page.tsx'), 'HostsPage'),
  page('/hosts/$id', () => import('./pages/hosts/host-page.tsx'), 'HostPage'),
  page('/intelligence', () => import('./pages/intelligence/page.tsx'), 'IntelligencePage'),
  page('/intelligence/drafts', () => import('./pages/intelligence/drafts-page.tsx'), 'DraftsPage'),
  page('/intelligence/objects/$id', () => import('./pages/intelligence/object-page.tsx'), 'ObjectPage'),
  page('/intelligence/lookup', () => import('./pages/intelligence/lookup-page.tsx'), 'LookupPage'),
  page('/intelligence/objects/$id/$tab', () => import('./pages/intelligence/object-page.tsx'), 'ObjectPage'),
  page('/intelligence/in-person', () => import('./pages/intelligence/in-person-page.tsx'), 'InPersonPage'),
  page('/intelligence/groups', () => import('./pages/groups/page.tsx'), 'GroupsPage'),
  page('/audit', () => import('./pages/audit/page.tsx'), 'AuditPage'),
  page('/quarantine', () => import('./pages/quarantine/page.tsx'), 'QuarantinePage'),
  page('/quarantine/$id', () => import('./pages/quarantine/item-page.tsx'), 'QuarantineItemPage'),
  page('/quarantine/batches', () => import('./pages/quarantine/batches-page.tsx'), 'BatchesPage'),
  page('/quarantine/batches/$id', () => import('./pages/quarantine/batch-page.tsx'), 'BatchPage'),
  page('/subscriptions', () => import('./pages/subscriptions/page.tsx'), 'SubscriptionsPage'),
  page('/subscriptions/$id', () => import('./pages/subscriptions/subscription-page.tsx'), 'SubscriptionPage'),
  page('/registry', () => import('./pages/registry/page.tsx'), 'RegistryPage'),
  page('/registry/nations', () => import('./pages/registry/nations-page.tsx'), 'NationsPage'),
  page('/registry/nations/$code', () => import('./pages/registry/nation-page.tsx'), 'NationRegistryPage'),
  page('/registry/orgs', () => import('./pages/registry/orgs-page.tsx'), 'OrgsPage'),
  page('/registry/orgs/$handle', () => import('./pages/registry/org-page.tsx'), 'OrgPage'),
  page('/registry/sources', () => import('./pages/sources/page.tsx'), 'SourcesPage'),
  page('/registry/sources/$handle', () => import('./pages/sources/source-page.tsx'), 'SourcePage'),
  page('/registry/families', () => import('./pages/registry/families-page.tsx'), 'FamiliesPage'),
  page('/registry/warninglists', () => import('./pages/registry/warninglists-page.tsx'), 'WarninglistsPage'),
  page('/registry/ip-data', () => import('./pages/registry/ip-data-page.tsx'), 'IpDataPage'),
  page('/registry/tables', () => import('./pages/registry/tables-page.tsx'), 'TablesPage'),
];

export const router = createRouter({
  routeTree: root.addChildren([signInPage, invitationPage, shell.addChildren([home, ...pages])]),
  parseSearch: parseQuery,
  stringifySearch: formatQuery,
  defaultPendingComponent: LoadingState,
  defaultPendingMs: 200,
  defaultErrorComponent: PageCrash,
  defaultNotFoundComponent: PageMissing,
});
