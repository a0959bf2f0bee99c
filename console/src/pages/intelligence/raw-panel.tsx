import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../messages/index.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './intelligence.module.css';

const words = t.intelligence.object;

/** The object as JSON, folded away until it is asked for. */
export function RawPanel({ object }: { object: unknown }) {
  const [opened, setOpened] = useState(false);
  const text = JSON.stringify(object, undefined, 2);
  return (
    <Panel
      title={words.raw}
      actions={
        <Button
          variant="default"
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => void copyText(text, words.raw)}
        >
          {words.copy}
        </Button>
      }
    >
      <details
        className={classes.terms}
        open={opened}
        onToggle={(event) => setOpened(event.currentTarget.open)}
        aria-label={words.raw}
      >
        <summary>{words.rawHint}</summary>
        {opened && <CodeBlock label={words.raw} text={text} />}
      </details>
    </Panel>
  );
}
