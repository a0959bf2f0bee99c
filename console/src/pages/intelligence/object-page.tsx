import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ObjectDetail } from '@tocsin/api';
import type { ReactNode } from 'react';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { defangText } from '../../ui/defang.ts';
import { Link } from '../../ui/link.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { Page, Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { AudiencePanel } from './audience-panel.tsx';
import { objectName } from './columns.tsx';
import { HistoryPanel } from './history-panel.tsx';
import classes from './intelligence.module.css';
import { ObjectActions } from './object-actions.tsx';
import { ObjectFacts } from './object-facts.tsx';
import { OverlayPanel } from './overlay-panel.tsx';
import { RawPanel } from './raw-panel.tsx';
import { ReferencesPanel } from './references-panel.tsx';
import { textOf } from './references.ts';
import { RelationsTab } from './relations/relations-tab.tsx';

const { intelligence: texts } = t;
const words = texts.object;

const tabs = ['overview', 'relations', 'audience', 'history'] as const;
type Tab = (typeof tabs)[number];

function Overview({ item }: { item: ObjectDetail }) {
  const { scopes } = useSession();
  const description = textOf(item.object, 'description') ?? textOf(item.object, 'content');
  const pattern = textOf(item.object, 'pattern');
  return (
    <div className={classes.grid}>
      <div className={classes.column}>
        <Panel title={words.facts}>
          <ObjectFacts item={item} />
        </Panel>
        {pattern !== undefined && (
          <Panel title={words.pattern}>
            <CodeBlock label={words.pattern} text={defangText(pattern)} />
          </Panel>
        )}
        {description !== undefined && (
          <Panel title={words.description}>
            <p className={classes.text}>{visible(defangText(description))}</p>
          </Panel>
        )}
        <RawPanel object={item.object} />
      </div>
      <div className={classes.column}>
        <OverlayPanel id={item.id} mayWrite={scopes.includes('objects:write')} />
        <ReferencesPanel object={item.object} />
      </div>
    </div>
  );
}

const contents: Readonly<Record<Tab, (props: { item: ObjectDetail }) => ReactNode>> = {
  overview: Overview,
  relations: RelationsTab,
  audience: AudiencePanel,
  history: HistoryPanel,
};

/** One object, in parts that each have their URL: what it says, what surrounds it, who has it and why, its versions. */
export function ObjectPage() {
  const { id = '', tab: asked }: { id?: string; tab?: string } = useParams({ strict: false });
  const tab = tabs.find((each) => each === asked) ?? 'overview';
  const Content = contents[tab];
  const found = useQuery(query(routes.object, { params: { id } }));
  const item = found.data;
  const draft = item !== undefined && item.state !== 'released';
  return (
    <Page
      title={item === undefined ? texts.title : objectName(item)}
      aside={<Link href={draft ? paths.drafts() : paths.intelligence()}>{draft ? texts.tabs.drafts : words.back}</Link>}
      actions={item !== undefined && <ObjectActions item={item} />}
    >
      <PageTabs
        label={words.tabs.label}
        tabs={tabs.map((each) => ({
          label: words.tabs[each],
          href: paths.object(id, each === 'overview' ? undefined : each),
        }))}
      />
      <Loaded query={found}>{(shown) => <Content key={shown.id} item={shown} />}</Loaded>
    </Page>
  );
}
