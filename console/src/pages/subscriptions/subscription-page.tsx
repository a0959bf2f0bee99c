import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { MailPlan, Subscription, SubscriptionFilter } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';
import { Actions } from './actions.tsx';
import { behindText, StateBadge } from './columns.tsx';
import { MessagesPanel } from './messages-panel.tsx';
import classes from './subscriptions.module.css';

const { subscriptions: texts } = t;
const words = texts.facts;

/** When mail goes out, in words. */
function planText({ every, at = '07:00', urgent = ['critical'], quiet }: MailPlan): string {
  return [
    every === 'never' ? texts.plans.never : texts.plans[every](at),
    ...(urgent.length > 0 ? [texts.plans.urgent(urgent.join(', '))] : []),
    ...(quiet === undefined ? [] : [texts.plans.quiet(quiet.from, quiet.to)]),
  ].join('; ');
}

/** A span of time in its largest whole unit. */
function spanText(seconds: number): string {
  if (seconds < 120) return `${format.number(Math.round(seconds))} s`;
  if (seconds < 7200) return `${format.number(Math.floor(seconds / 60))} min`;
  return `${format.number(Math.floor(seconds / 3600))} h`;
}

function FilterList({ filter }: { filter: SubscriptionFilter }) {
  const { tlp, ...lists } = filter;
  const named = Object.entries(lists) as [keyof typeof lists, string[]][];
  if (named.length === 0 && tlp === undefined) return words.everything;
  return (
    <ul className={classes.filter}>
      {named.map(([name, values]) => (
        <li key={name}>
          {texts.form[name]}: {values.join(', ')}
        </li>
      ))}
      {tlp !== undefined && (
        <li>
          {texts.form.tlp} <TlpChip level={tlp} />
        </li>
      )}
    </ul>
  );
}

function Health({ subscription }: { subscription: Subscription }) {
  const { state, lag, failures, failingSince, disabledFrom, nextAt, lastSuccessAt, lastErrorAt, lastError } =
    subscription;
  return (
    <Panel title={texts.health}>
      <Facts
        label={texts.health}
        facts={[
          { label: texts.columns.state, value: <StateBadge state={state} /> },
          {
            label: texts.columns.behind,
            meaning: texts.columns.behindMeaning,
            value: behindText(subscription) + (lag.seconds === null ? '' : texts.oldestFor(spanText(lag.seconds))),
          },
          { label: texts.columns.lastSuccessAt, value: <Time at={lastSuccessAt} /> },
          {
            label: texts.columns.delivered,
            meaning: texts.columns.deliveredMeaning,
            value: format.number(subscription.delivered),
          },
          nextAt !== null && { label: words.next, value: <Time at={nextAt} /> },
          failures > 0 && { label: words.failures, value: format.number(failures) },
          failingSince !== null && { label: words.failingSince, wide: true, value: <Time at={failingSince} /> },
          disabledFrom !== null && { label: words.disabledFrom, wide: true, value: <Time at={disabledFrom} /> },
          lastError !== null && {
            label: texts.columns.lastError,
            wide: true,
            value: (
              <>
                {lastError} <Time at={lastErrorAt} />
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}

function Declared({ subscription, operator }: { subscription: Subscription; operator: boolean }) {
  const { org, channel, subject, url, contact, filter, mail, createdAt, createdBy } = subscription;
  return (
    <Panel title={texts.declared}>
      <Facts
        label={texts.declared}
        facts={[
          operator && { label: texts.columns.org, value: <Link href={paths.registryOrg(org)}>{org}</Link> },
          { label: texts.columns.channel, value: texts.channels[channel] },
          { label: texts.columns.subject, value: texts.subjects[subject] },
          url !== null && { label: words.url, wide: true, value: <span className={classes.mono}>{url}</span> },
          contact !== null && { label: words.contact, value: `${contact.name}, ${contact.email ?? t.lists.none}` },
          mail !== null && { label: words.plan, value: planText(mail) },
          { label: words.filter, wide: true, value: <FilterList filter={filter} /> },
          {
            label: words.created,
            value: (
              <>
                <Time at={createdAt} /> {words.by(createdBy)}
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}

/** One subscription: what it sends, how it fares, its messages. */
export function SubscriptionPage() {
  const operator = isOperator(useSession());
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery({ ...query(routes.subscription, { params: { id: Number(id) } }), refetchInterval: 15_000 });
  const subscription = found.data;
  const own = subscription !== undefined && subscription.allowedActions.length > 0;
  return (
    <Page
      title={subscription?.name ?? texts.title}
      aside={<Link href={paths.subscriptions()}>{texts.back}</Link>}
      actions={subscription !== undefined && <Actions subscription={subscription} />}
    >
      <Loaded query={found}>
        {(shown) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <Health subscription={shown} />
              {own && <MessagesPanel subscription={shown} />}
            </div>
            <Declared subscription={shown} operator={operator} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
