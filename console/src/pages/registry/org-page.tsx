import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Org, OrgChange } from '@tocsin/api';
import { api, query, routes } from '../../api.ts';
import { refresh } from '../../components/refresh.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { isOperator, useSession } from '../../session.ts';
import { Facts } from '../../ui/facts.tsx';
import { textIn, textOrNull } from '../../ui/form-data.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Link } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { told } from '../../ui/undo.tsx';
import { BackfillPanel } from './backfill-panel.tsx';
import { ConstituencyPanel } from './constituency-panel.tsx';
import { ContactsPanel } from './contacts-panel.tsx';
import { Enrolled } from './nations-page.tsx';
import { OrgFields } from './org-fields.tsx';
import classes from './registry.module.css';
import { RegistryTabs } from '../../components/registry/registry-tabs.tsx';

const { org: texts } = t.registry;
const words = texts.columns;

function EditOrg({ org }: { org: Org }) {
  const [opened, { open, close }] = useDisclosure(false);
  const save = async (data: FormData) => {
    const body = {
      name: textIn(data, 'name'),
      nation: textOrNull(data, 'nation'),
      team: textOrNull(data, 'team'),
      enrolment: textIn(data, 'enrolment'),
    } as OrgChange;
    await api.call(routes.changeOrg, { params: { handle: org.handle }, body });
    await refresh(routes.org, routes.orgs, routes.nations, routes.nation);
    told(t.registry.saved(org.name));
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
        {texts.edit}
      </Button>
      <FormDialog
        title={texts.editTitle(org.name)}
        opened={opened}
        onClose={close}
        act={t.lists.form.save}
        onSubmit={save}
      >
        <OrgFields org={org} />
      </FormDialog>
    </>
  );
}

function OrgFacts({ org }: { org: Org }) {
  const operator = isOperator(useSession());
  return (
    <Facts
      label={texts.facts}
      facts={[
        { label: words.handle, value: <span className={classes.mono}>{org.handle}</span> },
        { label: words.kind, value: t.words.orgKinds[org.kind] },
        {
          label: words.nation,
          value:
            org.nation === null ? (
              t.lists.none
            ) : (
              <Link href={paths.registryNation(org.nation)}>{format.country(org.nation)}</Link>
            ),
        },
        { label: words.team, value: org.team === null ? t.lists.none : texts.teams[org.team] },
        { label: words.enrolment, value: <Enrolled state={org.enrolment} /> },
        { label: words.updatedAt, value: <Time at={org.updatedAt} /> },
        !operator && {
          label: words.constituencies,
          meaning: words.constituenciesMeaning,
          value: format.number(org.constituencies),
        },
      ]}
    />
  );
}

function OrgDetail({ handle }: { handle: string }) {
  const session = useSession();
  const operator = isOperator(session);
  const found = useQuery(query(routes.org, { params: { handle } }));
  const own = !operator && handle === session.org.handle;
  return (
    <Page
      title={own ? texts.own : (found.data?.name ?? handle)}
      aside={operator && <Link href={paths.registryOrgs()}>{texts.back}</Link>}
      actions={operator && found.data !== undefined && <EditOrg org={found.data} />}
    >
      <RegistryTabs />
      <Loaded query={found}>
        {(org) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <ConstituencyPanel org={org} editable={operator} />
              {operator && org.kind !== 'operator' && <BackfillPanel org={org} />}
            </div>
            <div className={classes.column}>
              <Panel title={own ? org.name : texts.facts} {...(own ? { hint: texts.ownHint } : {})}>
                <OrgFacts org={org} />
              </Panel>
              <ContactsPanel org={org} editable={operator} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** One organisation: what it is, what it answers for, whom to call. */
export function OrgPage() {
  const { handle = '' }: { handle?: string } = useParams({ strict: false });
  return <OrgDetail handle={handle} />;
}

/** What the programme knows of the caller's own organisation, to read. */
export function OwnOrg() {
  return <OrgDetail handle={useSession().org.handle} />;
}
