import type { FoundObject, ObjectItem } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { visible } from '../../ui/code-block.tsx';
import type { Column } from '../../ui/data-table/index.ts';
import { defangText } from '../../ui/defang.ts';
import { Time } from '../../ui/time.tsx';
import { TlpChip } from '../../ui/tlp.tsx';
import classes from './intelligence.module.css';

const { intelligence: texts } = t;
const words = texts.columns;
const tones = { draft: 'notice', scheduled: 'accent', released: 'good', withdrawn: 'quiet' } as const;

/** A STIX type in words; types we have no words for as they come. */
export const typeName = (type: string): string => texts.types[type] ?? type;

/** What a list calls an object: never a link, and nothing in it can be followed. */
export const objectName = ({ name, id }: Pick<ObjectItem, 'name' | 'id'>): string => visible(defangText(name ?? id));

export function ObjectState({ state }: Pick<ObjectItem, 'state'>) {
  return <Badge tone={tones[state]}>{texts.states[state]}</Badge>;
}

/** The level that marks it, or that its release says it. */
export function ObjectTlp({ tlp }: Pick<ObjectItem, 'tlp'>) {
  return tlp === null ? <span className={classes.soft}>{words.byTerms}</span> : <TlpChip level={tlp} />;
}

const ruleText = ({ rule }: ObjectItem): string => texts.rules[rule ?? ''] ?? '';

const common: readonly Column<ObjectItem>[] = [
  { id: 'type', header: words.type, width: 128, text: ({ type }) => typeName(type) },
  {
    id: 'name',
    header: words.name,
    width: 168,
    grow: 3,
    priority: 1,
    text: (item) => item.name ?? item.id,
    cell: (item) => <span title={objectName(item)}>{objectName(item)}</span>,
  },
  {
    id: 'tlp',
    header: words.tlp,
    meaning: words.tlpMeaning,
    width: 160,
    priority: 1,
    text: ({ tlp }) => tlp ?? '',
    cell: ({ tlp }) => <ObjectTlp tlp={tlp} />,
  },
];
const identity: Column<ObjectItem> = { id: 'id', header: words.id, width: 400, hidden: true, text: ({ id }) => id };

/** What the reader’s organisation has. */
export const sharedColumns: readonly Column<ObjectItem>[] = [
  ...common,
  {
    id: 'owner',
    header: words.owner,
    width: 96,
    text: ({ owner }) => (owner ? words.own : words.another),
  },
  { id: 'rule', header: words.rule, width: 208, grow: 1, text: ruleText },
  {
    id: 'added',
    header: words.added,
    meaning: words.addedMeaning,
    width: 120,
    text: ({ dateAdded }) => dateAdded ?? '',
    cell: ({ dateAdded }) => <Time at={dateAdded} show="relative" />,
  },
  {
    id: 'version',
    header: words.version,
    width: 168,
    hidden: true,
    text: ({ version }) => version,
    cell: ({ version }) => <Time at={version} show="utc" />,
  },
  identity,
];

/** What a search found: as the list, with scores, own tags and marks of warninglists. */
export const foundColumns: readonly Column<FoundObject>[] = [
  ...sharedColumns.slice(0, 3),
  {
    id: 'score',
    header: texts.search.score,
    meaning: texts.search.scoreMeaning,
    width: 88,
    align: 'end',
    text: ({ score, analystScore }) => String(analystScore ?? score ?? ''),
    cell: ({ score, analystScore }) => (
      <>
        {score ?? ''}
        {analystScore !== null && <strong title={texts.search.ownScore}> {texts.search.ours(analystScore)}</strong>}
      </>
    ),
  },
  {
    id: 'marks',
    header: texts.search.marks,
    width: 152,
    grow: 1,
    priority: 3,
    text: ({ tags, warninglists }) => [...tags, ...warninglists].join(', '),
    cell: ({ tags, warninglists }) => (
      <>
        {warninglists.length > 0 && (
          <span title={visible(warninglists.join(', '))}>
            <Badge tone="notice">{texts.search.warned}</Badge>
          </span>
        )}{' '}
        {visible(tags.join(', '))}
      </>
    ),
  },
  ...sharedColumns.slice(3),
  {
    id: 'state',
    header: words.state,
    width: 144,
    hidden: true,
    text: ({ state }) => texts.states[state],
    cell: ({ state }) => <ObjectState state={state} />,
  },
];

/** Drafts of the reader’s organisation. */
export const draftColumns: readonly Column<ObjectItem>[] = [
  ...common,
  {
    id: 'state',
    header: words.state,
    width: 192,
    text: ({ state }) => texts.states[state],
    cell: ({ state }) => <ObjectState state={state} />,
  },
  {
    id: 'version',
    header: words.version,
    width: 168,
    text: ({ version }) => version,
    cell: ({ version }) => <Time at={version} show="utc" />,
  },
  identity,
];
