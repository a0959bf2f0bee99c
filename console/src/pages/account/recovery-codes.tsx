import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { api, routes } from '../../api.ts';
import classes from '../../components/account/account.module.css';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { copyText } from '../../ui/copy-text.ts';
import { failed } from '../../ui/undo.tsx';

const texts = t.account.recovery;

/** How many recovery codes are left, and new ones, shown once. */
export function RecoveryCodes({ left }: { left: number }) {
  const [codes, setCodes] = useState<string[]>();
  const make = async () => {
    try {
      setCodes((await api.call(routes.makeRecoveryCodes)).codes);
      await refresh(routes.account);
    } catch (error) {
      failed(texts.title, error);
    }
  };
  return (
    <section aria-label={texts.title} className={classes.form}>
      <div>
        <p className={classes.name}>
          {texts.title}: {texts.left(format.number(left))}
        </p>
        <p className={classes.soft}>{texts.hint}</p>
      </div>
      <div className={classes.tools}>
        <Button variant="default" onClick={() => void make()}>
          {texts.make}
        </Button>
      </div>
      <Modal
        opened={codes !== undefined}
        onClose={() => setCodes(undefined)}
        title={texts.dialog}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t.ui.close }}
      >
        <div className={classes.form}>
          <p className={classes.text}>{texts.text}</p>
          <ul className={classes.codes} aria-label={texts.dialog}>
            {(codes ?? []).map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <div className={classes.tools}>
            <Button variant="default" onClick={() => void copyText((codes ?? []).join('\n'), texts.copied)}>
              {texts.copy}
            </Button>
            <Button onClick={() => setCodes(undefined)}>{texts.kept}</Button>
          </div>
        </div>
      </Modal>
    </section>
  );
}
