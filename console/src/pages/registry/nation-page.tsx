import { Button, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Enrolment, Nation, NationChange } from '@tocsin/api';
import { useState } from 'react';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { listIn, textIn } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import { DedicatedContact, NationOrgs } from './nation-people.tsx';
import { Enrolled } from './nations-page.tsx';
import classes from './registry.module.css';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { nation: texts } = t.registry;
const words = texts.columns;
const enrolments = ['invited', 'enrolled', 'suspended'] as const;

async function change(nation: Nation, body: NationChange): Promise<void> {
  await api.call(routes.changeNation, { params: { code: nation.code }, body });
  await refresh(routes.nation, routes.nations, routes.programmeOverview);
}

function EditNation({ nation }: { nation: Nation }) {
  const [opened, { open, close }] = useDisclosure(false);
  const save = async (data: FormData) => {
    await change(nation, {
      name: textIn(data, 'name'),
      languages: listIn(data, 'languages'),
      timeZone: textIn(data, 'timeZone'),
      domains: listIn(data, 'domains').map((domain) => domain.replace(/^\./, '')),
    });
    told(t.registry.saved(nation.name));
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
        {texts.edit}
      </Button>
      <FormDialog
        title={texts.editTitle(nation.name)}
        opened={opened}
        onClose={close}
        act={t.lists.form.save}
        onSubmit={save}
      >
        <TextInput name="name" label={texts.name} required maxLength={100} defaultValue={nation.name} data-autofocus />
        <TextInput
          name="languages"
          label={words.languages}
          description={texts.languagesHint}
          defaultValue={nation.languages.join(' ')}
        />
        <TextInput
          name="timeZone"
          label={words.timeZone}
          description={texts.timeZoneHint}
          required
          defaultValue={nation.timeZone}
        />
        <TextInput
          name="domains"
          label={words.domains}
          description={texts.domainsHint}
          defaultValue={nation.domains.join(' ')}
        />
      </FormDialog>
    </>
  );
}

/** Enrols or suspends a nation: says what that does first, and can be taken back for a minute. */
function EnrolmentChoice({ nation }: { nation: Nation }) {
  const [wanted, setWanted] = useState<Enrolment>();
  const before = nation.enrolment;
  return (
    <>
      <Select
        aria-label={texts.enrolment}
        allowDeselect={false}
        w={160}
        value={before}
        onChange={(chosen) => chosen !== null && chosen !== before && setWanted(chosen)}
        data={enrolments.map((value) => ({ value, label: t.words.enrolment[value] }))}
      />
      {wanted !== undefined && (
        <ConfirmDialog
          opened
          onClose={() => setWanted(undefined)}
          title={`${texts.act[wanted](nation.name)}?`}
          act={texts.act[wanted](nation.name)}
          harmful={wanted !== 'enrolled'}
          onAct={async () => {
            await change(nation, { enrolment: wanted });
            told(`${nation.name}: ${t.words.enrolment[wanted]}.`, () => change(nation, { enrolment: before }));
          }}
        >
          <p>{texts.confirm[wanted]}</p>
          {nation.teams.length > 0 && (
            <ul>
              {nation.teams.map(({ handle, name }) => (
                <li key={handle}>{name}</li>
              ))}
            </ul>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}

function Teams({ nation, operator }: { nation: Nation; operator: boolean }) {
  const { noTeam } = texts;
  if (nation.teams.length === 0)
    return (
      <EmptyState
        title={noTeam.title}
        text={noTeam.text}
        {...(operator ? { action: <Link href={paths.registryOrgs()}>{noTeam.action}</Link> } : {})}
      />
    );
  return (
    <ul className={classes.list}>
      {nation.teams.map(({ handle, name, enrolment }) => (
        <li key={handle}>
          {operator ? <Link href={paths.registryOrg(handle)}>{name}</Link> : <span>{name}</span>}
          <Enrolled state={enrolment} />
        </li>
      ))}
    </ul>
  );
}

/** One nation of the programme: enrolment, languages, domains, teams. */
export function NationRegistryPage() {
  const operator = isOperator(useSession());
  const { code = '' }: { code?: string } = useParams({ strict: false });
  const found = useQuery(query(routes.nation, { params: { code } }));
  const nation = found.data;
  return (
    <Page
      title={nation?.name ?? format.country(code)}
      aside={<Link href={paths.registryNations()}>{texts.back}</Link>}
      actions={
        operator &&
        nation !== undefined && (
          <>
            <EnrolmentChoice nation={nation} />
            <EditNation nation={nation} />
          </>
        )
      }
    >
      <RegistryTabs />
      <Loaded query={found}>
        {(loaded) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <Panel title={texts.teams}>
                <Teams nation={loaded} operator={operator} />
              </Panel>
              {operator && <NationOrgs code={loaded.code} />}
            </div>
            <div className={classes.column}>
              <Panel
                title={texts.facts}
                actions={operator && <Link href={paths.nation(loaded.code)}>{texts.situation}</Link>}
              >
                <Facts
                  label={texts.facts}
                  facts={[
                    { label: words.code, value: loaded.code },
                    { label: words.basis, value: t.registry.basis[loaded.basis] },
                    {
                      label: words.enrolment,
                      meaning: texts.enrolmentHint,
                      value: <Enrolled state={loaded.enrolment} />,
                    },
                    { label: words.languages, value: loaded.languages.map(format.language).join(', ') },
                    { label: words.timeZone, value: loaded.timeZone },
                    { label: words.domains, value: loaded.domains.map((domain) => `.${domain}`).join(' ') },
                    { label: words.updatedAt, value: <Time at={loaded.updatedAt} /> },
                  ]}
                />
              </Panel>
              {operator && <DedicatedContact code={loaded.code} />}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
