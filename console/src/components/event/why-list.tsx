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
  const orgs = [...Map.groupBy(reasons, ({ org }) => org).entries()];
  return (
    <ol className={classes.why} aria-label={t.why.label}>
      {orgs.map(([org, matched]) => {
        const decided = matched.find(({ allowed }) => allowed) ?? matched[0];
        if (decided === undefined) return null;
        return (
          <li key={org} data-allowed={decided.allowed}>
            <p className={classes.whyHead}>
              {operator ? <Link href={paths.registryOrg(org)}>{decided.orgName}</Link> : <span>{decided.orgName}</span>}
              <Badge tone={decided.allowed ? 'good' : 'notice'}>{decided.allowed ? t.why.allowed : t.why.denied}</Badge>
            </p>
            <p>
              {matched.map((reason) => ruleText(reason)).join('; ')}
              {t.why.answers(decided.orgName)}
            </p>
            <p className={classes.soft}>{decisionText(decided.decision)}</p>
          </li>
        );
      })}
    </ol>
  );
}
