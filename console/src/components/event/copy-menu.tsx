import { Button, Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { EventOut } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { copyText } from '../../ui/copy-text.ts';
import { countText } from '../../ui/count.tsx';
import { defang } from '../../ui/defang.ts';

/** What an event points at: its address, else its name. */
const indicator = ({ address, url, domain }: EventOut) => address ?? url ?? domain ?? '';

/** Copies events in the form that is wanted: addresses as they are, defanged, or everything as NDJSON. */
export function CopyMenu({ events }: { events: readonly EventOut[] }) {
  const what = countText(events.length, 'events');
  const lines = (form: (event: EventOut) => string) => [...new Set(events.map(form))].filter(Boolean).join('\n');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />}>
          {t.lists.copy.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void copyText(lines(indicator), what)}>{t.lists.copy.plain}</Menu.Item>
        <Menu.Item
          onClick={() =>
            void copyText(
              lines((event) => defang(indicator(event))),
              what,
            )
          }
        >
          {t.lists.copy.defanged}
        </Menu.Item>
        <Menu.Item onClick={() => void copyText(`${lines((event) => JSON.stringify(event))}\n`, what)}>
          {t.lists.copy.ndjson}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
