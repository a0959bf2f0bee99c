import { Tooltip } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { Link } from '../../ui/link.tsx';
import classes from './shell.module.css';
import { isWithin, type Entry } from './navigation.ts';

/** The pages of the console. As a rail it shows icons, with names for readers and on hover. */
export function NavList({ entries, rail, onGo }: { entries: readonly Entry[]; rail: boolean; onGo?: () => void }) {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <ul className={classes.navList}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <Tooltip label={entry.label} position="right" disabled={!rail}>
            <Link
              href={entry.href}
              tone="bare"
              className={classes.navLink ?? ''}
              onClick={() => onGo?.()}
              {...(isWithin(entry, pathname) ? { 'aria-current': 'page' as const } : {})}
            >
              <entry.icon size={20} stroke={1.6} aria-hidden className={classes.navIcon} />
              <span className={rail ? 'hidden-text' : classes.navLabel}>{entry.label}</span>
            </Link>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
