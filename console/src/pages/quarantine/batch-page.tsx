import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Receipt } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Count } from '../../ui/count.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import classes from './quarantine.module.css';

const { batches: texts } = t.quarantine;
const outcomes = ['accepted', 'duplicate', 'filtered', 'quarantined'] as const;

/** The four outcomes, and that they add up to the number of records. */
function Outcomes({ receipt }: { receipt: Receipt }) {
  const sum = outcomes.reduce((total, outcome) => total + receipt[outcome], 0);
  const formula = `${outcomes.map((outcome) => format.number(receipt[outcome])).join(' + ')} = ${format.number(sum)}`;
  return (
    <Panel title={texts.outcomes}>
      <div className={classes.bars} aria-hidden>
        {outcomes.map((outcome) => (
          <span key={outcome} data-outcome={outcome} style={{ flex: receipt[outcome] }} />
        ))}
      </div>
      <dl className={classes.outcomes}>
        {outcomes.map((outcome) => (
          <div key={outcome} data-outcome={outcome}>
            <dt>{t.words.outcomes[outcome]}</dt>
            <dd>
              <Count value={receipt[outcome]} unit="records" />
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.sum}>
        {sum === receipt.records ? texts.reconciles(formula) : texts.differs(formula, format.number(receipt.records))}
      </p>
    </Panel>
  );
}

function Filtered({ receipt }: { receipt: Receipt }) {
  const reasons = Object.entries(receipt.filteredBy).sort(([, a], [, b]) => b.count - a.count);
  return (
    <Panel title={texts.filteredBy} hint={texts.filteredHint}>
      {reasons.length === 0 && <p className={classes.soft}>{texts.noFiltered}</p>}
      {reasons.map(([reason, { count, samples }]) => (
        <div key={reason} className={classes.reason}>
          <div className={classes.reasonHead}>
            <span>{t.quarantine.filterReasons[reason] ?? reason}</span>
            <Count value={count} unit="records" />
          </div>
          {samples.length > 0 && (
            <details className={classes.samples}>
              <summary>{texts.samples}</summary>
              <div className={classes.stack}>
                {samples.map(({ record, raw }) => (
                  <CodeBlock key={record} label={texts.sample(format.number(record))} text={raw} />
                ))}
              </div>
            </details>
          )}
        </div>
      ))}
    </Panel>
  );
}

/** A record that was held already keeps the batch in which it first came: by source and reason it is found in any case. */
function Refused({ receipt }: { receipt: Receipt }) {
  const reasons = Object.entries(receipt.quarantinedBy).sort(([, a], [, b]) => b - a);
  return (
    <Panel title={texts.quarantinedBy}>
      {reasons.length === 0 && <p className={classes.soft}>{texts.noQuarantined}</p>}
      {reasons.map(([reason, count]) => (
        <div key={reason} className={classes.reason}>
          <div className={classes.reasonHead}>
            <Link href={paths.quarantine({ source: receipt.source, reason, state: 'all' })}>
              {t.quarantine.refusals[reason] ?? reason}
            </Link>
            <Count value={count} unit="records" />
          </div>
        </div>
      ))}
    </Panel>
  );
}

function failureText(failure: unknown): string | undefined {
  if (failure === null || failure === undefined) return undefined;
  return typeof failure === 'string' ? failure : JSON.stringify(failure, null, 2);
}

function BatchFacts({ receipt }: { receipt: Receipt }) {
  const failure = failureText(receipt.failure);
  const words = texts.columns;
  return (
    <Panel title={texts.facts}>
      <Facts
        label={texts.facts}
        facts={[
          { label: words.state, value: texts.states[receipt.state] },
          { label: words.source, value: <Link href={paths.registrySource(receipt.source)}>{receipt.source}</Link> },
          { label: words.feed, value: receipt.feed },
          receipt.report !== null && { label: t.quarantine.item.report, value: receipt.report },
          receipt.name !== null && { label: words.name, value: receipt.name },
          { label: words.receivedAt, value: <Time at={receipt.receivedAt} /> },
          { label: texts.took, value: <Time at={receipt.finishedAt} /> },
          { label: words.sentBy, value: receipt.sentBy },
          { label: words.records, value: <Count value={receipt.records} unit="records" /> },
          failure !== undefined && {
            label: texts.failure,
            wide: true,
            value: <CodeBlock label={texts.failure} text={failure} />,
          },
        ]}
      />
      <Link href={paths.events({ source: receipt.source, range: 'week' })}>{texts.events}</Link>
    </Panel>
  );
}

/** One receipt: what became of every record of a batch. */
export function BatchPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(query(routes.batch, { params: { id: Number(id) } }));
  return (
    <Page title={texts.one(id)} aside={<Link href={paths.batches()}>{texts.back}</Link>}>
      <Loaded query={found}>
        {(receipt) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <Outcomes receipt={receipt} />
              <Refused receipt={receipt} />
              <Filtered receipt={receipt} />
            </div>
            <BatchFacts receipt={receipt} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
