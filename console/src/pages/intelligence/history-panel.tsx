import { useQuery } from '@tanstack/react-query';
import type { ObjectDetail } from '@tocsin/api';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { objectName, ObjectTlp } from './columns.tsx';
import classes from './intelligence.module.css';

const words = t.intelligence.object;

/** Every version that the reader may see, the newest first. */
export function HistoryPanel({ item }: { item: ObjectDetail }) {
  return (
    <Panel title={words.versions} hint={words.versionsHint}>
      {item.state === 'released' ? <Versions item={item} /> : <p className={classes.soft}>{words.noVersions}</p>}
    </Panel>
  );
}

function Versions({ item }: { item: ObjectDetail }) {
  const versions = useQuery(query(routes.objectVersions, { params: { id: item.id } }));
  return (
    <Loaded query={versions}>
      {(found) => (
        <ol className={classes.rows}>
          {found.map((version) => (
            <li key={version.row}>
              <div className={classes.rowHead}>
                <Time at={version.version} />
                {version.row === item.row && <Badge tone="accent">{words.current}</Badge>}
              </div>
              <p className={classes.soft}>
                <ObjectTlp tlp={version.tlp} /> {objectName(version)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
