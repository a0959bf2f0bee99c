import { Button, Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUserCircle, IconUsers } from '@tabler/icons-react';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { signOut, useProgramme, useSession } from '../../session.ts';
import { useCopyForm, type CopyForm } from '../../ui/defanged.tsx';
import { useGo } from '../../ui/link.tsx';
import { useDensity, type Density, type Scheme } from '../../ui/preferences.ts';
import classes from './shell.module.css';

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

/** Who is signed in for which organisation; how the console looks; the way out. */
export function AccountMenu() {
  const session = useSession();
  const programme = useProgramme();
  const go = useGo();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const [copyForm, setCopyForm] = useCopyForm();
  const leave = () => void signOut().then(() => go(paths.signIn()));
  const choice = <T extends string>(label: string, value: T, set: (value: T) => void, options: Record<T, string>) => (
    <div className={classes.choice}>
      <span>{label}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        value={value}
        onChange={(chosen) => set(chosen)}
        data={(Object.keys(options) as T[]).map((option) => ({ value: option, label: options[option] }))}
      />
    </div>
  );
  const { scheme, density: dense, copyForm: copy } = t.shell;
  return (
    <Popover width={288} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.account}>
          <span className="hidden-text">{t.shell.account}: </span>
          <span className={classes.avatar} aria-hidden>
            {initials(session.person)}
          </span>
          <span className={classes.who}>
            <span className={classes.person}>{session.person}</span>
            <span className={classes.org}>{session.org.name}</span>
          </span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t.shell.account}>
        <div className={classes.identity}>
          <strong>{session.person}</strong>
          <span>{session.org.name}</span>
          <span>{t.words.orgKinds[session.org.kind]}</span>
        </div>
        <hr className={classes.rule} />
        {choice<Scheme>(scheme.label, colorScheme, setColorScheme, {
          light: scheme.light,
          dark: scheme.dark,
          auto: scheme.auto,
        })}
        {choice<Density>(dense.label, density, setDensity, { comfortable: dense.comfortable, compact: dense.compact })}
        {choice<CopyForm>(copy.label, copyForm, setCopyForm, { plain: copy.plain, defanged: copy.defanged })}
        <hr className={classes.rule} />
        {session.personId !== null && (
          <Button
            variant="subtle"
            color="gray"
            justify="start"
            fullWidth
            leftSection={<IconUserCircle size={16} />}
            onClick={() => go(paths.account())}
          >
            {t.shell.myAccount}
          </Button>
        )}
        {programme?.kind === 'drill' && (
          <Button
            variant="subtle"
            color="gray"
            justify="start"
            fullWidth
            leftSection={<IconUsers size={16} />}
            onClick={leave}
          >
            {t.shell.changePersona}
          </Button>
        )}
        <Button
          variant="subtle"
          color="gray"
          justify="start"
          fullWidth
          leftSection={<IconLogout size={16} />}
          onClick={leave}
        >
          {t.shell.signOut}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
