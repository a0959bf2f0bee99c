import {
  IconActivity,
  IconAddressBook,
  IconBuildingBroadcastTower,
  IconBulb,
  IconDeviceDesktopAnalytics,
  IconFlag,
  IconListCheck,
  IconRss,
  IconShieldQuestion,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import type { Scope, Session } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';

export interface Entry {
  id: string;
  label: string;
  href: string;
  icon: Icon;
  /** After g: g p goes to the programme. */
  key: string;
}

/** Where this person can go, in the order of the navigation. */
export function entriesFor(session: Session): Entry[] {
  const operator = session.org.kind === 'operator';
  const held: readonly string[] = session.scopes;
  const may = (scope: Scope) => held.includes(scope) || held.includes('admin');
  const { nav } = t.shell;
  const all: (Entry & { shown: boolean })[] = [
    {
      id: 'programme',
      label: nav.programme,
      href: paths.programme(),
      icon: IconBuildingBroadcastTower,
      key: 'p',
      shown: operator,
    },
    {
      id: 'nation',
      label: operator ? nav.nationOfOperator : nav.nation,
      href: paths.nation(),
      icon: IconFlag,
      key: 'n',
      shown: true,
    },
    { id: 'events', label: nav.events, href: paths.events(), icon: IconActivity, key: 'e', shown: true },
    { id: 'hosts', label: nav.hosts, href: paths.hosts(), icon: IconDeviceDesktopAnalytics, key: 'h', shown: true },
    {
      id: 'intelligence',
      label: nav.intelligence,
      href: paths.intelligence(),
      icon: IconBulb,
      key: 'i',
      shown: may('objects:read'),
    },
    {
      id: 'quarantine',
      label: nav.quarantine,
      href: paths.quarantine(),
      icon: IconShieldQuestion,
      key: 'q',
      shown: operator || may('events:write'),
    },
    {
      id: 'registry',
      label: nav.registry,
      href: paths.registry(),
      icon: IconAddressBook,
      key: 'r',
      shown: operator || may('registry:read'),
    },
    {
      id: 'subscriptions',
      label: nav.subscriptions,
      href: paths.subscriptions(),
      icon: IconRss,
      key: 's',
      shown: may('events:read'),
    },
    { id: 'audit', label: nav.audit, href: paths.audit(), icon: IconListCheck, key: 'a', shown: may('audit:read') },
  ];
  all.push({
    id: 'people',
    label: nav.people,
    href: paths.people(),
    icon: IconUsersGroup,
    key: 'u',
    shown: session.role === 'administrator' || session.role === 'programme_administrator',
  });
  return all.filter(({ shown }) => shown).map(({ shown: _, ...entry }) => entry);
}

/** Whether the navigation marks this entry for a page. */
export function isWithin(entry: Entry, pathname: string): boolean {
  return pathname === entry.href || pathname.startsWith(`${entry.href}/`);
}
