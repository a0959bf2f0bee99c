import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Persona } from '@tocsin/api';
import { useState } from 'react';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import classes from './sign-in.module.css';

const groups = ['operator', 'government', 'isp', 'law_enforcement', 'partner'] as const;

function matches(persona: Persona, text: string): boolean {
  const nation = persona.nation === null ? '' : `${persona.nation} ${format.country(persona.nation)}`;
  return `${persona.name} ${persona.role} ${persona.orgName} ${nation}`
    .toLowerCase()
    .includes(text.trim().toLowerCase());
}

function Choice({ persona, onChoose }: { persona: Persona; onChoose: () => void }) {
  return (
    <UnstyledButton className={classes.persona} onClick={onChoose}>
      <span className={classes.personaName}>{persona.name}</span>
      <span className={classes.personaRole}>{persona.role}</span>
      <span className={classes.personaOrg}>
        {persona.orgName}
        {persona.nation !== null && <span className={classes.code}>{persona.nation}</span>}
      </span>
    </UnstyledButton>
  );
}

/** The people one can be in a drill, by the kind of their organisation. */
export function Personas({ onChoose }: { onChoose: (persona: string) => void }) {
  const personas = useQuery({
    ...query(routes.personas),
    refetchInterval: (state) => (state.state.data?.length === 0 ? 2_000 : false),
  });
  const [text, setText] = useState('');
  return (
    <>
      <p className={classes.hint}>{t.signIn.drillIntro}</p>
      <Loaded query={personas}>
        {(all) => {
          if (all.length === 0) return <EmptyState title={t.signIn.personas} text={t.signIn.noPersonas} />;
          const found = all.filter((persona) => matches(persona, text));
          return (
            <section aria-label={t.signIn.personas} className={classes.personas}>
              {all.length > 8 && (
                <TextInput
                  data-page-search
                  leftSection={<IconSearch size={16} />}
                  placeholder={t.signIn.search}
                  aria-label={t.signIn.search}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                />
              )}
              {found.length === 0 && <p className={classes.hint}>{t.signIn.noPersona}</p>}
              {groups.map((kind) => {
                const members = found.filter(({ orgKind }) => orgKind === kind);
                if (members.length === 0) return null;
                return (
                  <section key={kind} aria-label={t.signIn.groups[kind]}>
                    <h2 className={classes.group}>{t.signIn.groups[kind]}</h2>
                    <div className={classes.grid}>
                      {members.map((persona) => (
                        <Choice key={persona.id} persona={persona} onChoose={() => onChoose(persona.id)} />
                      ))}
                    </div>
                  </section>
                );
              })}
            </section>
          );
        }}
      </Loaded>
    </>
  );
}
