import type { ObjectDetail } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';
import { visible } from '../../ui/code-block.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Time } from '../../ui/time.tsx';
import { ObjectState, ObjectTlp, typeName } from './columns.tsx';
import classes from './intelligence.module.css';
import { propertyOf, textOf } from './references.ts';

const { intelligence: texts } = t;
const words = texts.object;

/** What stands in the object for every type alike, as far as it says it. */
export function ObjectFacts({ item }: { item: ObjectDetail }) {
  const { object, id, type, state, owner, tlp, dateAdded } = item;
  const [created, modified, from] = ['created', 'modified', 'valid_from'].map((name) => textOf(object, name));
  const until = textOf(object, 'valid_until');
  const confidence = propertyOf(object, 'confidence');
  const labels = propertyOf(object, 'labels');
  return (
    <Facts
      label={words.facts}
      facts={[
        { label: texts.columns.type, value: typeName(type) },
        { label: texts.columns.tlp, meaning: texts.columns.tlpMeaning, value: <ObjectTlp tlp={tlp} /> },
        { label: texts.columns.state, value: <ObjectState state={state} /> },
        { label: texts.columns.owner, value: owner ? texts.columns.own : texts.columns.another },
        dateAdded !== null && {
          label: texts.columns.added,
          meaning: texts.columns.addedMeaning,
          value: <Time at={dateAdded} />,
        },
        created !== undefined && { label: words.created, value: <Time at={created} /> },
        modified !== undefined && modified !== created && { label: words.modified, value: <Time at={modified} /> },
        from !== undefined && {
          label: words.valid,
          value: (
            <>
              <Time at={from} show="utc" />
              {until !== undefined && (
                <>
                  {' '}
                  {words.until} <Time at={until} show="utc" />
                </>
              )}
            </>
          ),
        },
        typeof confidence === 'number' && { label: words.confidence, value: format.number(confidence) },
        Array.isArray(labels) && labels.length > 0 && { label: words.labels, value: visible(labels.join(', ')) },
        { label: texts.columns.id, wide: true, value: <span className={classes.mono}>{id}</span> },
      ]}
    />
  );
}
