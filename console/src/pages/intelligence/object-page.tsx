import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ObjectDetail } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.ts';
import { CodeBlock, visible } from '../../ui/code-block.tsx';
import { defangText } from '../../ui/defang.ts';
import { Link } from '../../ui/link.tsx';
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

const { intelligence: texts } = t;
const words = texts.object;

function Content({ item }: { item: ObjectDetail }) {
  const { scopes } = useSession();
  const description = textOf(item.object, 'description') ?? textOf(item.object, 'content');
  const pattern = textOf(item.object, 'pattern');
  const shared = item.state === 'released';
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
        <ReferencesPanel object={item.object} />
        <RawPanel object={item.object} />
      </div>
      <div className={classes.column}>
        <AudiencePanel item={item} />
        <OverlayPanel id={item.id} mayWrite={scopes.includes('objects:write')} />
        <Panel title={words.versions} hint={words.versionsHint}>
          {shared ? <HistoryPanel item={item} /> : <p className={classes.soft}>{words.noVersions}</p>}
        </Panel>
      </div>
    </div>
  );
}

/** One object: what it says, who has it and why, what the reader's organisation makes of it. */
export function ObjectPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(query(routes.object, { params: { id } }));
  const item = found.data;
  const draft = item !== undefined && item.state !== 'released';
  return (
    <Page
      title={item === undefined ? texts.title : objectName(item)}
      aside={<Link href={draft ? paths.drafts() : paths.intelligence()}>{draft ? texts.tabs.drafts : words.back}</Link>}
      actions={item !== undefined && <ObjectActions item={item} />}
    >
      <Loaded query={found}>{(shown) => <Content key={shown.id} item={shown} />}</Loaded>
    </Page>
  );
}
