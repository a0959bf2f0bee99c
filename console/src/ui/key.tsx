import { Kbd } from '@mantine/core';
import { Fragment } from 'react';
import { t } from '../messages/index.ts';

/** Keys to press: "g p" is g then p, "Ctrl+K" together. */
export function Keys({ keys }: { keys: string }) {
  return (
    <>
      {keys.split(' ').map((one, index) => (
        <Fragment key={one + String(index)}>
          {index > 0 && <span> {t.shell.keys.then} </span>}
          {one.split('+').map((part, at) => (
            <Fragment key={part}>
              {at > 0 && ' + '}
              <Kbd size="xs">{part}</Kbd>
            </Fragment>
          ))}
        </Fragment>
      ))}
    </>
  );
}
