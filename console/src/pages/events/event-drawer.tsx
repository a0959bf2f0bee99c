import { ActionIcon, Button, Drawer, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp, IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { EventOut } from '@tocsin/api';
import type { ReactNode } from 'react';
import { query, routes } from '../../api.ts';
import { CopyMenu } from '../../components/event/copy-menu.tsx';
import { WhyList } from '../../components/event/why-list.tsx';
import { familyName } from '../../components/words.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { copyText } from '../../ui/copy-text.ts';
import { defang } from '../../ui/defang.ts';
import { Link } from '../../ui/link.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { EventFacts } from './event-facts.tsx';
import { Enrichment, GivenValues } from './event-origin.tsx';
import classes from './events.module.css';
import { dayOf, useEvent } from './use-event.ts';

const { drawer } = t.events;

function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      {hint !== undefined && <p className={classes.soft}>{hint}</p>}
      {children}
    </section>
  );
}

function Why({ event }: { event: EventOut }) {
  const reasons = useQuery({
    ...query(routes.whyEvent, { params: { day: dayOf(event), id: event.id } }),
    staleTime: 300_000,
  });
  return <Loaded query={reasons}>{(loaded) => <WhyList reasons={loaded} />}</Loaded>;
}

function Content({ event, onStep }: { event: EventOut; onStep: ((by: 1 | -1) => void) | undefined }) {
  const operator = isOperator(useSession());
  const step = (by: 1 | -1, label: string, icon: ReactNode, key: string) => (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon variant="default" size="md" aria-label={label} onClick={() => onStep?.(by)}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div className={classes.drawer}>
      <div className={classes.head}>
        <p className={classes.subject}>
          {familyName(event.family)} · {defang(event.address ?? event.url ?? event.domain ?? '')}
        </p>
        <div className={classes.actions}>
          {event.host !== null && <Link href={paths.host(event.host)}>{drawer.hostLink}</Link>}
          <CopyMenu events={[event]} />
          <Button
            variant="default"
            leftSection={<IconLink size={16} aria-hidden />}
            onClick={() => void copyText(location.origin + paths.events({ event: event.id }), drawer.link)}
          >
            {drawer.copyLink}
          </Button>
          {onStep !== undefined && (
            <span className={classes.step}>
              {step(-1, drawer.previous, <IconChevronUp size={16} />, 'k')}
              {step(1, drawer.next, <IconChevronDown size={16} />, 'j')}
            </span>
          )}
        </div>
      </div>
      <Section title={operator ? drawer.whyOperator : drawer.why}>
        <Why event={event} />
      </Section>
      <Section title={drawer.facts}>
        <EventFacts event={event} />
      </Section>
      <Section title={drawer.given} hint={drawer.givenHint}>
        <GivenValues event={event} />
      </Section>
      <Section title={drawer.enrichment}>
        <Enrichment event={event} />
      </Section>
    </div>
  );
}

export interface EventDrawerProps {
  id: string | undefined;
  rows: readonly EventOut[] | undefined;
  onClose: () => void;
  /** Moves to the event before or after in the list. */
  onStep: (by: 1 | -1) => void;
}

/** All of one event, beside the list that it stands in. */
export function EventDrawer({ id, rows, onClose, onStep }: EventDrawerProps) {
  const found = useEvent(id, rows);
  const inList = rows?.some((row) => row.id === id) === true;
  useHotkeys(
    id === undefined || !inList
      ? []
      : [
          ['j', () => onStep(1)],
          ['k', () => onStep(-1)],
        ],
  );
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={640}
      title={drawer.title}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t.ui.close }}
    >
      {id !== undefined && (
        <Loaded query={found}>
          {(event) =>
            event === null ? (
              <EmptyState title={drawer.notFound} text={drawer.notFoundText} />
            ) : (
              <Content event={event} onStep={inList ? onStep : undefined} />
            )
          }
        </Loaded>
      )}
    </Drawer>
  );
}
