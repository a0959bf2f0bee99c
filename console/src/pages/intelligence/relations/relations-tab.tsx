import { Button, MultiSelect, SegmentedControl } from '@mantine/core';
import { IconGraph, IconTable } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import type { ObjectDetail } from '@tocsin/api';
import { lazy, Suspense, useMemo, useState, type KeyboardEvent } from 'react';
import { query, routes } from '../../../api.ts';
import { format, t } from '../../../messages/index.ts';
import { paths } from '../../../paths.ts';
import { useGo } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { EmptyState, Loaded, LoadingState } from '../../../ui/states.tsx';
import { useUrl } from '../../../ui/url-state.ts';
import { objectName, typeName } from '../columns.tsx';
import classes from './relations.module.css';
import { mergeGraphs, stepFrom, type MergedGraph } from './merged-graph.ts';
import { NodePanel } from './node-panel.tsx';
import { RelationsTable } from './relations-table.tsx';

const GraphCanvas = lazy(async () => ({ default: (await import('./graph-canvas.tsx')).GraphCanvas }));
const words = t.relations;
type Direction = 'in' | 'out' | 'both';

/** What surrounds an object: a graph, and the same as a table. What is chosen stands in the URL. */
export function RelationsTab({ item }: { item: ObjectDetail }) {
  const url = useUrl();
  const asTable = url.one('view') === 'table';
  const depth = url.one('depth') === '2' ? 2 : 1;
  const direction: Direction = (['in', 'out'] as const).find((each) => each === url.one('direction')) ?? 'both';
  const types = url.all('type');
  const [expanded, setExpanded] = useState<readonly string[]>([]);
  const asked = { direction, ...(types.length > 0 && { types: types.join(',') }) };
  const found = useQueries({
    queries: [item.id, ...expanded].map((id) =>
      query(routes.objectNeighbours, { params: { id }, query: { ...asked, depth: id === item.id ? depth : 1 } }),
    ),
    combine: (results) => ({
      first: results[0],
      graph: mergeGraphs(results.flatMap(({ data }) => data ?? [])),
      waiting: results.some(({ isPending }) => isPending),
    }),
  });
  const known = [...new Set([...types, ...found.graph.nodes.map(({ type }) => type)])].sort();
  return (
    <Panel
      title={words.title}
      hint={words.hint}
      actions={
        <Button
          variant="default"
          size="sm"
          leftSection={asTable ? <IconGraph size={16} aria-hidden /> : <IconTable size={16} aria-hidden />}
          aria-pressed={asTable}
          onClick={() => url.set({ view: asTable ? undefined : 'table' })}
        >
          {asTable ? words.asGraph : words.asTable}
        </Button>
      }
    >
      <div className={classes.stack}>
        <div className={classes.choices}>
          <SegmentedControl
            aria-label={words.direction}
            value={direction}
            onChange={(value) => url.set({ direction: value === 'both' ? undefined : value })}
            data={(['both', 'out', 'in'] as Direction[]).map((value) => ({ value, label: words.directions[value] }))}
          />
          <SegmentedControl
            aria-label={words.depth}
            value={String(depth)}
            onChange={(value) => url.set({ depth: value === '1' ? undefined : value })}
            data={['1', '2'].map((value) => ({ value, label: words.depths[value === '1' ? 1 : 2] }))}
          />
          <MultiSelect
            aria-label={words.types}
            placeholder={types.length === 0 ? words.types : ''}
            value={[...types]}
            onChange={(value) => url.set({ type: value })}
            data={known.map((value) => ({ value, label: typeName(value) }))}
            clearable
            clearButtonProps={{ 'aria-label': t.lists.form.remove }}
            className={classes.types ?? ''}
          />
        </div>
        {found.first !== undefined && (
          <Loaded query={found.first} skeleton={<LoadingState rows={8} />}>
            {() => (
              <Shown
                item={item}
                graph={found.graph}
                asTable={asTable}
                expanded={expanded}
                onExpand={(id) => setExpanded([...new Set([...expanded, id])])}
                waiting={found.waiting}
              />
            )}
          </Loaded>
        )}
      </div>
    </Panel>
  );
}

interface ShownProps {
  item: ObjectDetail;
  graph: MergedGraph;
  asTable: boolean;
  expanded: readonly string[];
  onExpand: (id: string) => void;
  waiting: boolean;
}

function Shown({ item, graph, asTable, expanded, onExpand, waiting }: ShownProps) {
  const go = useGo();
  const [chosen, setChosen] = useState(item.id);
  const { nodes, edges } = graph;
  const node = useMemo(() => nodes.find(({ id }) => id === chosen) ?? nodes[0], [nodes, chosen]);
  if (node === undefined || edges.length === 0) return <EmptyState title={words.none} text={words.noneText} />;
  const keys = (event: KeyboardEvent) => {
    const acts: Readonly<Record<string, () => void>> = {
      ArrowRight: () => setChosen(stepFrom(nodes, node.id, 1)),
      ArrowDown: () => setChosen(stepFrom(nodes, node.id, 1)),
      ArrowLeft: () => setChosen(stepFrom(nodes, node.id, -1)),
      ArrowUp: () => setChosen(stepFrom(nodes, node.id, -1)),
      Home: () => setChosen(item.id),
      ' ': () => onExpand(node.id),
      Enter: () => go(paths.object(node.id)),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <p className={classes.soft} role="status">
        {waiting ? words.expanding : words.sum(format.number(nodes.length), format.number(edges.length))}
        {graph.more && ` ${words.more}`}
      </p>
      {asTable ? (
        <RelationsTable graph={graph} />
      ) : (
        <div className={classes.split}>
          <div
            className={classes.frame}
            role="application"
            tabIndex={0}
            aria-label={words.graphLabel(objectName(item))}
            onKeyDown={keys}
          >
            <Suspense fallback={<LoadingState rows={8} />}>
              <GraphCanvas
                graph={graph}
                selected={node.id}
                onSelect={setChosen}
                onOpen={(id) => go(paths.object(id))}
              />
            </Suspense>
          </div>
          <NodePanel
            node={node}
            graph={graph}
            expanded={expanded.includes(node.id) || node.id === item.id}
            onExpand={onExpand}
          />
        </div>
      )}
    </>
  );
}
