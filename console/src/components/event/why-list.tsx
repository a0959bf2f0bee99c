import type { RouteReason } from '@tocsin/api';
import type { Static } from 'typebox';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Link } from '../../ui/link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import classes from './event.module.css';

type Reason = Static<typeof RouteReason>;

/** What a rule matched, in words: "The address lies in 192.0.2.0/24". */
export function ruleText({ rule, value }: Pick<Reason, 'rule' | 'value'>): string {
  const shown = rule === 'nation' ? format.country(value) : value;
  return t.why.rules[rule](shown);
}

/** The sharing rule that let it through, or did not, in words; rules we have no words for as they are named. */
export function decisionText(decision: string): string {
  return t.why.decisions[decision] ?? decision;
}

/** Why an event or host reached whom it reached: what matched, and the sharing rule. */
export function WhyList({ reasons }: { reasons: readonly Reason[] }) {
  const operator = isOperator(useSession());
  if (reasons.length === 0) {
    const { nobody, none } = t.why;
    return operator ? (
      <EmptyState
        title={nobody.title}
        text={nobody.text}
        action={<Link href={paths.registryOrgs()}>{nobody.action}</Link>}
      />
    ) : (
      <EmptyState title={none.title} text={none.text} />
    );
  }
  return (
    <ol className={classes.why} aria-label={t.why.label}>
      {reasons.map((reason) => (
        <li key={`${reason.org} ${reason.rule} ${reason.value}`} data-allowed={reason.allowed}>
          <p className={classes.whyHead}>
            {operator ? (
              <Link href={paths.registryOrg(reason.org)}>{reason.orgName}</Link>
            ) : (
              <strong>{reason.orgName}</strong>
            )}
            <Badge tone={reason.allowed ? 'good' : 'notice'}>{reason.allowed ? t.why.allowed : t.why.denied}</Badge>
          </p>
          <p>
            {ruleText(reason)}, {t.why.answers(reason.orgName)}
          </p>
          <p className={classes.soft}>{decisionText(reason.decision)}</p>
        </li>
      ))}
    </ol>
  );
}
