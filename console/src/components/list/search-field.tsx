import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../messages/index.ts';
import { useUrl } from '../../ui/url-state.ts';
import classes from './list.module.css';

/** The free search of a list, in the URL as `q`. The key / leads here. */
export function SearchField({ label, placeholder }: { label: string; placeholder: string }) {
  const url = useUrl();
  const given = url.one('q') ?? '';
  const [text, setText] = useState(given);
  const [seen, setSeen] = useState(given);
  // A link, a saved view or the back button changed it elsewhere.
  if (given !== seen) {
    setSeen(given);
    setText(given);
  }
  const apply = (value: string) => {
    setSeen(value.trim());
    url.set({ q: value.trim() });
  };
  const applySoon = useDebouncedCallback(apply, 300);
  return (
    <form
      role="search"
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault();
        apply(text);
      }}
    >
      <TextInput
        type="search"
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={200}
        data-page-search
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text !== '' && (
            <CloseButton
              size="xs"
              aria-label={t.lists.clearSearch}
              onClick={() => {
                setText('');
                apply('');
              }}
            />
          )
        }
        onChange={(event) => {
          setText(event.currentTarget.value);
          applySoon(event.currentTarget.value);
        }}
      />
    </form>
  );
}
