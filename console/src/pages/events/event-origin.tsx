import type { EventOut } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import classes from './events.module.css';

const { drawer } = t.events;

/** One value that a source gave, as text. */
function given(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What the source said beyond our fields, under its own names. */
export function GivenValues({ event }: { event: EventOut }) {
  const held = event.given;
  if (typeof held !== 'object' || held === null || Object.keys(held).length === 0) {
    return <p className={classes.soft}>{drawer.noGiven}</p>;
  }
  const entries = Object.entries(held as Record<string, unknown>);
  if (entries.some(([, value]) => given(value).length > 400)) {
    return <CodeBlock label={drawer.given} text={JSON.stringify(held, null, 2)} />;
  }
  return <Facts label={drawer.given} facts={entries.map(([label, value]) => ({ label, value: given(value) }))} />;
}

const fields: Readonly<Record<string, (event: EventOut) => string | null>> = {
  asn: ({ asn }) => (asn === null ? null : t.words.asNumber(asn)),
  country: ({ country }) => country,
  prefix: ({ prefix }) => prefix,
  family: ({ family }) => family,
  sector: ({ sector }) => sector,
};

/** Which fields we added, from which snapshot, and by which method. */
export function Enrichment({ event }: { event: EventOut }) {
  const { snapshot, methods } = event.enrichment;
  const rows = Object.entries(methods);
  return (
    <>
      <p className={classes.soft}>{snapshot === null ? drawer.noSnapshot : drawer.enrichmentHint(snapshot)}</p>
      {rows.length > 0 && (
        <PlainTable
          label={drawer.enrichment}
          rows={rows}
          rowKey={([field]) => field}
          columns={[
            { header: drawer.field, cell: ([field]) => t.events.fields[field] ?? field },
            { header: drawer.value, cell: ([field]) => fields[field]?.(event) ?? '–' },
            { header: drawer.method, cell: ([, method]) => t.events.methods[method] ?? method },
          ]}
        />
      )}
    </>
  );
}
