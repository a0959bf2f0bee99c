import { t } from '../../messages/index.ts';
import { paths } from '../../paths.ts';
import { Link } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { typeName } from './columns.tsx';
import classes from './intelligence.module.css';
import { referencesIn } from './references.ts';

const words = t.intelligence.object;

/** The objects that this one names. */
export function ReferencesPanel({ object }: { object: unknown }) {
  const references = referencesIn(object);
  return (
    <Panel title={words.references} hint={words.referencesHint}>
      {references.length === 0 ? (
        <p className={classes.soft}>{words.noReferences}</p>
      ) : (
        <ul className={classes.rows}>
          {references.map(({ property, id }) => (
            <li key={`${property} ${id}`}>
              <div className={classes.rowHead}>
                <span>{typeName(id.slice(0, id.indexOf('--')))}</span>
                <span className={classes.soft}>{property}</span>
              </div>
              <Link href={paths.object(id)} className={classes.mono ?? ''}>
                {id}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
