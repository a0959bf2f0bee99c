import { Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState, type MouseEvent } from 'react';
import { t } from '../messages/index.ts';
import { useRemembered } from '../storage.ts';
import { defang } from './defang.ts';
import classes from './defanged.module.css';

export type CopyForm = 'plain' | 'defanged';

/** In which form this person copies indicators. */
export function useCopyForm() {
  return useRemembered<CopyForm>('copy-form', 'plain');
}

export interface DefangedProps {
  value: string;
  /** No copy button: inside a row that is itself a control. */
  bare?: boolean;
  /** Shown behind, such as :443. */
  suffix?: string;
}

/** An indicator: defanged on screen, copied in the form that the person chose, never a link. */
export function Defanged({ value, bare = false, suffix = '' }: DefangedProps) {
  const [form] = useCopyForm();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (event: MouseEvent) => {
    event.stopPropagation();
    const plain = (form === 'plain') !== event.shiftKey;
    void navigator.clipboard.writeText(plain ? value : defang(value)).then(() => setCopied(true));
  };
  const shown = defang(value) + suffix;
  if (bare) return <span className={classes.value}>{shown}</span>;
  return (
    <span className={classes.group}>
      <span className={classes.value}>{shown}</span>
      <Tooltip label={copied ? t.ui.copy.copied : t.ui.copy[form]}>
        <button type="button" className={classes.copy} aria-label={t.ui.copy.label(defang(value))} onClick={copy}>
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </button>
      </Tooltip>
      <span className="hidden-text" role="status">
        {copied ? t.ui.copy.copied : ''}
      </span>
    </span>
  );
}
