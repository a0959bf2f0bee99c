import { ActionIcon, Drawer, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import {
  IconBell,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMenu2,
  IconSearch,
} from '@tabler/icons-react';
import { Outlet, useRouterState } from '@tanstack/react-router';
import type { Session } from '@tocsin/api';
import { useEffect, useRef } from 'react';
import { useLiveWhileVisible, type Followed } from '../../live.ts';
import { t } from '../../messages/index.ts';
import { homeOf, useProgramme, useSession } from '../../session.ts';
import { useRemembered } from '../../storage.ts';
import { Keys } from '../../ui/key.tsx';
import { Link, useGo } from '../../ui/link.tsx';
import { Logotype, Mark } from '../../ui/logo.tsx';
import { AccountMenu } from './account-menu.tsx';
import { KeysHelp } from './keys-help.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { NavList } from './nav-list.tsx';
import { entriesFor } from './navigation.ts';
import { Palette, palette } from './palette.tsx';
import classes from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';

/** The page's own search field where it has one (data-page-search), else the palette. */
function search(): void {
  const field = document.querySelector<HTMLElement>('[data-page-search]');
  if (field === null) palette.open();
  else field.focus();
}

function DrillBanner() {
  return (
    <div className={classes.drill} role="region" aria-label={t.shell.drill}>
      <IconBell size={14} aria-hidden />
      <strong>{t.shell.drill}</strong>
      <span>{t.shell.drillBanner}</span>
    </div>
  );
}

/** A new page begins at its top, and readers begin there too. */
function useArrival() {
  const main = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const seen = useRef<string>(undefined);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== pathname) {
      main.current?.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    seen.current = pathname;
  }, [pathname]);
  return main;
}

/** What a session may follow live. A token that opened one may have but one of the two scopes. */
function followedBy({ scopes }: Session): Followed {
  if (!scopes.includes('objects:read')) return 'events';
  return scopes.includes('events:read') ? 'all' : 'objects';
}

/** What stands around every page of a signed-in person. */
export function Shell() {
  const session = useSession();
  const programme = useProgramme();
  const entries = entriesFor(session);
  const go = useGo();
  const main = useArrival();
  const wide = useMediaQuery('(min-width: 1200px)');
  const [collapsed, setCollapsed] = useRemembered('nav-collapsed', false);
  const [drawer, setDrawer] = useDisclosure(false);
  const [help, setHelp] = useDisclosure(false);
  const rail = !wide || collapsed;
  useLiveWhileVisible(followedBy(session));
  useShortcuts({
    search,
    palette: palette.toggle,
    help: setHelp.open,
    goTo: (key) => {
      const entry = entries.find((one) => one.key === key);
      if (entry !== undefined) go(entry.href);
      return entry !== undefined;
    },
  });
  const toggle = collapsed ? t.shell.expand : t.shell.collapse;
  return (
    <div className={classes.shell} data-rail={rail}>
      <a href="#main" className={classes.skip}>
        {t.shell.skip}
      </a>
      {programme?.kind === 'drill' && <DrillBanner />}
      <nav aria-label={t.shell.navigation} className={classes.side}>
        <Link href={homeOf(session)} tone="bare" className={classes.home ?? ''} aria-label={t.shell.product}>
          {rail ? <Mark /> : <Logotype />}
        </Link>
        <NavList entries={entries} rail={rail} />
        {wide && (
          <Tooltip label={toggle} position="right">
            <ActionIcon
              variant="subtle"
              color="gray"
              className={classes.collapse}
              onClick={() => setCollapsed(!collapsed)}
              aria-label={toggle}
              aria-expanded={!collapsed}
            >
              {collapsed ? (
                <IconLayoutSidebarLeftExpand size={20} stroke={1.6} />
              ) : (
                <IconLayoutSidebarLeftCollapse size={20} stroke={1.6} />
              )}
            </ActionIcon>
          </Tooltip>
        )}
      </nav>
      <header className={classes.header}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes.burger}
          onClick={setDrawer.open}
          aria-label={t.shell.openNavigation}
          aria-expanded={drawer}
        >
          <IconMenu2 size={20} />
        </ActionIcon>
        <button type="button" className={classes.search} onClick={palette.open}>
          <IconSearch size={16} aria-hidden />
          <span className={classes.searchWord}>{t.shell.searchButton}</span>
          <span className={classes.searchKeys} aria-hidden>
            <Keys keys="Ctrl+K" />
          </span>
        </button>
        <LiveIndicator />
        <AccountMenu />
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <Drawer
        opened={drawer}
        onClose={setDrawer.close}
        title={<Logotype />}
        size={272}
        closeButtonProps={{ 'aria-label': t.shell.closeNavigation }}
      >
        <nav aria-label={t.shell.navigation}>
          <NavList entries={entries} rail={false} onGo={setDrawer.close} />
        </nav>
      </Drawer>
      <Palette entries={entries} />
      <KeysHelp opened={help} onClose={setHelp.close} entries={entries} />
    </div>
  );
}
