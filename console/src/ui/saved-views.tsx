import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { t } from '../messages/index.ts';
import { useRemembered } from '../storage.ts';
import { Link } from './link.tsx';
import classes from './saved-views.module.css';

interface View {
  name: string;
  query: string;
}
const none: View[] = [];

/** Named states of this list's URL, kept in this browser. */
export function SavedViews({ list }: { list: string }) {
  const [views, setViews] = useRemembered<View[]>(`views.${list}`, none);
  const { pathname, searchStr } = useRouterState({ select: (state) => state.location });
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    const kept = name.trim();
    if (kept === '') return;
    setViews([...views.filter((view) => view.name !== kept), { name: kept, query: searchStr }]);
    setName('');
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus width={280}>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconBookmark size={16} />} onClick={() => setOpen(!open)}>
          {t.ui.views.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {views.length === 0 && <p className={classes.hint}>{t.ui.views.none}</p>}
        <ul className={classes.list} aria-label={t.ui.views.saved}>
          {views.map((view) => (
            <li key={view.name}>
              <Link
                href={pathname + view.query}
                onClick={() => setOpen(false)}
                {...(view.query === searchStr ? { 'aria-current': 'true' as const } : {})}
              >
                {view.name}
              </Link>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t.ui.views.remove(view.name)}
                onClick={() => setViews(views.filter((other) => other !== view))}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <form onSubmit={save} className={classes.form}>
          <TextInput
            label={t.ui.views.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            {t.ui.views.save}
          </Button>
          <p className={classes.hint}>{t.ui.views.kept}</p>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
