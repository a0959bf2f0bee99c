import { useQuery } from '@tanstack/react-query';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ContactEntry } from './contacts-panel.tsx';
import { Enrolled } from './nations-page.tsx';
import classes from './registry.module.css';

const { nation: texts } = t.registry;
const words = t.registry.org.columns;

/** All organisations of a nation, providers too. */
export function NationOrgs({ code }: { code: string }) {
  const orgs = useQuery(query(routes.orgs, { query: { nation: code } }));
  return (
    <Panel title={texts.orgs}>
      <Loaded query={orgs}>
        {(loaded) =>
          loaded.length === 0 ? (
            <p className={classes.soft}>{texts.noOrgs}</p>
          ) : (
            <PlainTable
              label={texts.orgs}
              rows={loaded}
              rowKey={({ handle }) => handle}
              columns={[
                {
                  header: words.name,
                  cell: ({ handle, name }) => <Link href={paths.registryOrg(handle)}>{name}</Link>,
                },
                { header: words.kind, cell: ({ kind }) => t.words.orgKinds[kind] },
                { header: words.enrolment, cell: ({ enrolment }) => <Enrolled state={enrolment} />, optional: true },
                {
                  header: words.constituencies,
                  align: 'end',
                  cell: ({ constituencies }) => format.number(constituencies),
                  optional: true,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

/** The operator's person whom this nation calls. */
export function DedicatedContact({ code }: { code: string }) {
  const { org } = useSession();
  const contacts = useQuery(query(routes.contacts, { params: { handle: org.handle } }));
  return (
    <Panel title={texts.contact} actions={<Link href={paths.registryOrg(org.handle)}>{org.name}</Link>}>
      <Loaded query={contacts}>
        {(loaded) => {
          const named = loaded.filter(({ dedicatedTo }) => dedicatedTo === code);
          if (named.length === 0) return <p className={classes.soft}>{texts.noContact}</p>;
          return named.map((contact) => (
            <div key={contact.id} className={classes.contact}>
              <p className={classes.name}>{contact.name}</p>
              <ContactEntry contact={contact} others={loaded} />
            </div>
          ));
        }}
      </Loaded>
    </Panel>
  );
}
