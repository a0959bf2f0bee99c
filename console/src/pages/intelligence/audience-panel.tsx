import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ObjectDetail, OrgAnswer } from '@tocsin/api';
import { useState } from 'react';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { useSession } from '../../session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import classes from './intelligence.module.css';
import { useAudience } from './use-audience.ts';

const words = t.intelligence.audience;

function Answer({ answer }: { answer: OrgAnswer }) {
  return (
    <div className={classes.answer} data-allow={answer.allow}>
      <p className={classes.bar}>
        <strong>{answer.name}</strong>
        <Badge tone={answer.allow ? 'good' : 'notice'}>{answer.allow ? words.have : words.haveNot}</Badge>
      </p>
      <p>{answer.explanation}</p>
    </div>
  );
}

/** Why an organisation has it, or why not. */
function Why({ id, org }: { id: string; org: string }) {
  const why = useQuery(query(routes.whySharing, { params: { id }, query: { org } }));
  return <Loaded query={why}>{(answer) => <Answer answer={answer} />}</Loaded>;
}

/** Everybody, asked on demand: who has it comes first. */
function Everybody({ id, orgs }: { id: string; orgs: readonly string[] }) {
  const { answers, done } = useAudience(id, orgs);
  if (done < orgs.length)
    return (
      <p className={classes.soft} role="status">
        {words.asking(format.number(done), format.number(orgs.length))}
      </p>
    );
  const have = answers.filter(({ allow }) => allow);
  const sorted = answers.toSorted((a, b) => Number(b.allow) - Number(a.allow) || a.name.localeCompare(b.name));
  return (
    <>
      <p className={classes.sum} role="status">
        {words.sum(format.number(have.length), format.number(answers.length))}
      </p>
      <div className={classes.orgs} tabIndex={0} role="region" aria-label={words.all}>
        <ul className={classes.rows}>
          {sorted.map((answer) => (
            <li key={answer.org}>
              <div className={classes.rowHead}>
                <strong>{answer.name}</strong>
                <Badge tone={answer.allow ? 'good' : 'quiet'}>{answer.allow ? words.yes : words.no}</Badge>
              </div>
              <p className={classes.soft}>{answer.explanation}</p>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Who may see it and why: of one's own, anybody; of another's, oneself. */
export function AudiencePanel({ item }: { item: ObjectDetail }) {
  const { org } = useSession();
  const [asked, setAsked] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const orgs = useQuery({ ...query(routes.orgs), enabled: item.owner });
  return (
    <Panel title={words.title} hint={words.hint}>
      <div className={classes.stack}>
        <Why id={item.id} org={asked ?? org.handle} />
        {!item.owner && <p className={classes.soft}>{words.others}</p>}
        {item.owner && orgs.data !== undefined && (
          <>
            <Select
              label={words.choose}
              placeholder={words.chooseHint}
              searchable
              value={asked}
              onChange={setAsked}
              data={orgs.data.map(({ handle, name }) => ({ value: handle, label: name }))}
            />
            {all ? (
              <Everybody id={item.id} orgs={orgs.data.map(({ handle }) => handle)} />
            ) : (
              <Button variant="default" onClick={() => setAll(true)}>
                {words.all}
              </Button>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}
