import { useRouterState } from '@tanstack/react-router';
import { Link } from './link.tsx';
import classes from './page-tabs.module.css';

export interface PageTab {
  label: string;
  href: string;
  /** Paths below it belong to it, unless a longer one of its neighbours does. */
  count?: string;
}

/** The parts of a feature, each a page of its own with its own URL. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const within = tabs.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  const current = [...within].sort((a, b) => b.href.length - a.href.length)[0] ?? tabs[0];
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          tone="bare"
          className={classes.tab ?? ''}
          {...(tab === current ? { 'aria-current': 'page' as const } : {})}
        >
          {tab.label}
          {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
