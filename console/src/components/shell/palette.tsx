import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconFlag, IconLogout, IconMoon, IconRuler2, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, signOut, useSession } from '../../session.ts';
import { Keys } from '../../ui/key.tsx';
import { useGo } from '../../ui/link.tsx';
import { useDensity } from '../../ui/preferences.ts';
import type { Entry } from './navigation.ts';

export const palette = spotlight;

interface Action {
  id: string;
  label: string;
  run: () => void;
  icon: ReactNode;
  keys?: string;
}

function Group({ label, actions }: { label: string; actions: readonly Action[] }) {
  if (actions.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {actions.map((action) => (
        <Spotlight.Action
          key={action.id}
          label={action.label}
          onClick={action.run}
          leftSection={action.icon}
          rightSection={action.keys === undefined ? undefined : <Keys keys={action.keys} />}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

/** Search and commands: pages, nations, events and hosts by what is typed, and what can be done. */
export function Palette({ entries }: { entries: readonly Entry[] }) {
  const [text, setText] = useState('');
  const session = useSession();
  const operator = isOperator(session);
  const go = useGo();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const [density, setDensity] = useDensity();
  const nations = useQuery({ ...query(routes.nations), enabled: operator, staleTime: 300_000 });
  const wanted = text.trim().toLowerCase();
  const matches = (label: string) => label.toLowerCase().includes(wanted);

  const pages: Action[] = entries.map((entry) => ({
    id: entry.id,
    label: entry.label,
    run: () => go(entry.href),
    icon: <entry.icon size={18} stroke={1.6} />,
    keys: `g ${entry.key}`,
  }));
  const look: Action[] =
    wanted === ''
      ? []
      : [
          {
            id: 'objects',
            label: t.shell.search.objectsWith(text.trim()),
            run: () => go(paths.intelligence({ q: text.trim() })),
            icon: <IconSearch size={18} />,
          },
          {
            id: 'events',
            label: t.shell.search.eventsWith(text.trim()),
            run: () => go(paths.events({ q: text.trim(), range: 'week' })),
            icon: <IconSearch size={18} />,
          },
          {
            id: 'hosts',
            label: t.shell.search.hostsWith(text.trim()),
            run: () => go(paths.hosts({ q: text.trim() })),
            icon: <IconSearch size={18} />,
          },
        ];
  const found: Action[] =
    wanted === ''
      ? []
      : (nations.data ?? [])
          .filter(({ name, code }) => matches(name) || code.toLowerCase() === wanted)
          .slice(0, 5)
          .map(({ code, name }) => ({
            id: `nation-${code}`,
            label: name,
            run: () => go(paths.nation(code)),
            icon: <IconFlag size={18} stroke={1.6} />,
          }));
  const actions: Action[] = [
    {
      id: 'scheme',
      label: t.shell.scheme.toggle,
      run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
      icon: <IconMoon size={18} />,
    },
    {
      id: 'density',
      label: t.shell.density.toggle,
      run: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
      icon: <IconRuler2 size={18} />,
    },
    {
      id: 'sign-out',
      label: t.shell.signOut,
      run: () => void signOut().then(() => go(paths.signIn())),
      icon: <IconLogout size={18} />,
    },
  ];
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={null}
      clearQueryOnClose
      scrollable
      maxHeight={480}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      attributes={{ content: { 'aria-label': t.shell.searchButton } }}
    >
      <Spotlight.Search
        placeholder={t.shell.search.placeholder}
        aria-label={t.shell.search.placeholder}
        leftSection={<IconSearch size={20} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        <Group label={t.shell.search.nations} actions={found} />
        <Group label={t.shell.search.pages} actions={pages.filter(({ label }) => matches(label))} />
        <Group label={t.shell.search.look} actions={look} />
        <Group label={t.shell.search.actions} actions={actions.filter(({ label }) => matches(label))} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
