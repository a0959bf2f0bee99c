import { SegmentedControl, TextInput } from '@mantine/core';
import type { SharingPreview } from '@tocsin/api';
import { useState } from 'react';
import { format, t } from '../../messages/index.ts';
import classes from './intelligence.module.css';

const words = t.sharing.preview;

/** How many organisations of each kind: "41 Government, 3 Partner". */
function kindsText(orgs: SharingPreview['orgs']): string {
  const kinds = [...Map.groupBy(orgs, ({ kind }) => kind)].sort(([, a], [, b]) => b.length - a.length);
  return kinds.map(([kind, { length }]) => `${t.words.orgKinds[kind]} ${format.number(length)}`).join(', ');
}

/** Which parts an org does not get, of all the objects together. */
function partsText({ redacted }: SharingPreview['orgs'][number]): string {
  return [...new Set(redacted.flatMap(({ removed }) => removed))].join(', ');
}

/** Who will see it with the reason for each, what of it they will see, and who will not. */
export function PreviewPanel({ preview, stale }: { preview: SharingPreview; stale: boolean }) {
  const [side, setSide] = useState<'yes' | 'no'>('yes');
  const [wanted, setWanted] = useState('');
  const [yes, no] = [preview.orgs.filter(({ allow }) => allow), preview.orgs.filter(({ allow }) => !allow)];
  const text = wanted.toLowerCase();
  const shown = (side === 'yes' ? yes : no).filter(({ org, name }) => `${org} ${name}`.toLowerCase().includes(text));
  return (
    <section className={classes.stack} aria-label={words.title}>
      <div role="status">
        <p className={classes.sum}>{words.sum(format.number(yes.length), format.number(preview.orgs.length))}</p>
        <p className={classes.soft}>{stale ? words.stale : kindsText(yes)}</p>
      </div>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={words.title}
          value={side}
          onChange={(value) => setSide(value === 'no' ? 'no' : 'yes')}
          data={[
            { value: 'yes', label: words.yes(format.number(yes.length)) },
            { value: 'no', label: words.no(format.number(no.length)) },
          ]}
        />
        <TextInput
          size="xs"
          aria-label={words.search}
          placeholder={words.search}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      <div className={classes.orgs} data-stale={stale} tabIndex={0} role="region" aria-label={words.list}>
        {shown.length === 0 && <p className={classes.soft}>{words.nobody}</p>}
        <ul className={classes.rows}>
          {shown.map((answer) => (
            <li key={answer.org}>
              <div className={classes.rowHead}>
                <strong>{answer.name}</strong>
                {answer.allow && (
                  <span className={classes.soft}>
                    {preview.objects > 1 &&
                      `${words.objects(format.number(answer.objects), format.number(preview.objects))}, `}
                    {answer.redacted.length > 0 ? words.redacted(partsText(answer)) : words.whole}
                  </span>
                )}
              </div>
              <p className={classes.soft}>{answer.explanation}</p>
            </li>
          ))}
        </ul>
      </div>
      {preview.people.length > 0 && (
        <p className={classes.soft}>
          {words.people}: {preview.people.map(({ org, person }) => `${person} (${org})`).join(', ')}
        </p>
      )}
    </section>
  );
}
