import { Modal } from '@mantine/core';
import { t } from '../../messages/index.ts';
import { Keys } from '../../ui/key.tsx';
import type { Entry } from './navigation.ts';
import classes from './shell.module.css';

function KeyGroup({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className={classes.keysTitle}>{title}</h3>
      <dl className={classes.keys}>
        {keys.map(([pressed, meaning]) => (
          <div key={pressed}>
            <dt>
              <Keys keys={pressed} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** All keys, on ?. */
export function KeysHelp({
  opened,
  onClose,
  entries,
}: {
  opened: boolean;
  onClose: () => void;
  entries: readonly Entry[];
}) {
  const { keys } = t.shell;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={keys.title}
      size="lg"
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      <div className={classes.keysColumns}>
        <KeyGroup
          title={keys.everywhere}
          keys={[
            ['/', keys.search],
            ['Ctrl+K', keys.palette],
            ['?', keys.help],
            ...entries.map(({ key, label }) => [`g ${key}`, keys.goTo(label)] as const),
          ]}
        />
        <KeyGroup
          title={keys.lists}
          keys={[
            ['j', keys.nextRow],
            ['k', keys.previousRow],
            ['Enter', keys.openRow],
            ['Space', keys.selectRow],
            ['Ctrl+A', keys.selectAll],
            ['Esc', keys.clear],
          ]}
        />
      </div>
    </Modal>
  );
}
