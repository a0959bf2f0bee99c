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

const root = createRootRoute({ component: Outlet, notFoundComponent: PageMissing });

const signInPage = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/page.tsx'), 'SignInPage'),
});

/** Everything behind the sign-in. A deep link survives it. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    if ((await currentSession()) === null) {
      throw redirect({ href: paths.signIn({ next: location.pathname === '/' ? '' : location.href }) });
    }
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
];

export const router = createRouter({
  routeTree: root.addChildren([signInPage, shell.addChildren([home, ...pages])]),
  parseSearch: parseQuery,
  stringifySearch: formatQuery,
  defaultPendingComponent: LoadingState,
  defaultPendingMs: 200,
  defaultErrorComponent: PageCrash,
  defaultNotFoundComponent: PageMissing,
});
