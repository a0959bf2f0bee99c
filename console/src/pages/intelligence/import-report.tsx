import type { ObjectResult, ObjectsReport } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/badge.tsx';
import { visible } from '../../ui/code-block.tsx';
import { Link } from '../../ui/link.tsx';
import { PlainTable, type PlainColumn } from '../../ui/plain-table.tsx';
import classes from './intelligence.module.css';

const words = t.intelligence.import;
const tones = { stored: 'good', duplicate: 'quiet', conflict: 'notice', revoked: 'notice', invalid: 'bad' } as const;
const outcomes = ['stored', 'duplicate', 'conflict', 'revoked', 'invalid'] as const;
/** A table of more would only be scrolled past: what was refused comes first. */
const mostShown = 500;

const columns: readonly PlainColumn<ObjectResult>[] = [
  { header: words.position, cell: ({ position }) => format.number(position) },
  {
    header: words.object,
    cell: ({ id, outcome, problems }) => (
      <>
        {id !== null &&
          (outcome === 'stored' || outcome === 'duplicate' ? (
            <Link href={paths.object(id)} className={classes.mono ?? ''}>
              {id}
            </Link>
          ) : (
            <span className={classes.mono}>{visible(id)}</span>
          ))}
        {problems.length > 0 && (
          <ul className={classes.problems}>
            {problems.map(({ path, message, section }) => (
              <li key={`${path} ${message}`}>
                {path !== '' && <code>{visible(path)}</code>} {visible(message)}{' '}
                <span className={classes.soft}>{words.section(section)}</span>
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  },
  {
    header: words.outcome,
    cell: ({ outcome }) => <Badge tone={tones[outcome]}>{words.outcomes[outcome]}</Badge>,
  },
];

/** What became of each object: the sums, then one by one, what was refused first. */
export function ImportReport({ report }: { report: ObjectsReport }) {
  const sorted = report.objects.toSorted((a, b) => outcomes.indexOf(b.outcome) - outcomes.indexOf(a.outcome));
  return (
    <>
      <div role="status">
        <ul className={classes.sums}>
          {outcomes
            .filter((outcome) => report.counts[outcome] > 0)
            .map((outcome) => (
              <li key={outcome}>
                <Badge tone={tones[outcome]}>{words.outcomes[outcome]}</Badge> {format.number(report.counts[outcome])}
              </li>
            ))}
        </ul>
      </div>
      <div className={classes.scroll}>
        <PlainTable
          label={words.report}
          columns={columns}
          rows={sorted.slice(0, mostShown)}
          rowKey={({ position }) => String(position)}
        />
      </div>
      {sorted.length > mostShown && <p className={classes.soft}>{words.more(format.number(sorted.length))}</p>}
    </>
  );
}
