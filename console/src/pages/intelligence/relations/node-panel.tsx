import { Button } from '@mantine/core';
import { IconTopologyStar } from '@tabler/icons-react';
import type { GraphNode } from '@tocsin/api';
import { t } from '../../../messages/index.ts';
import { paths } from '../../../paths.ts';
import { Link } from '../../../ui/link.tsx';
import { objectName, ObjectTlp, typeName } from '../columns.tsx';
import type { MergedGraph } from './merged-graph.ts';
import classes from './relations.module.css';

const words = t.relations;

interface NodePanelProps {
  node: GraphNode;
  graph: MergedGraph;
  /** Its surroundings are in the graph. */
  expanded: boolean;
  onExpand: (id: string) => void;
}

/** The chosen object of the graph: said aloud as it is chosen, to be opened, or to have its surroundings added. */
export function NodePanel({ node, graph, expanded, onExpand }: NodePanelProps) {
  const names = new Map(graph.nodes.map((each) => [each.id, objectName(each)]));
  const mine = graph.edges.filter(({ from, to }) => from === node.id || to === node.id);
  return (
    <section className={classes.node} aria-label={words.chosen}>
      <div role="status">
        <p className={classes.name}>{objectName(node)}</p>
        <p className={classes.soft}>
          {typeName(node.type)} <ObjectTlp tlp={node.tlp} />
        </p>
      </div>
      <ul className={classes.edges}>
        {mine.slice(0, 12).map(({ from, to, label, by }) => (
          <li key={`${from} ${to} ${label} ${by ?? ''}`}>
            {from === node.id
              ? words.points(label, names.get(to) ?? to)
              : words.pointed(label, names.get(from) ?? from)}
          </li>
        ))}
        {mine.length > 12 && <li>{words.moreEdges(String(mine.length - 12))}</li>}
      </ul>
      <div className={classes.choices}>
        <Link href={paths.object(node.id)}>{words.open}</Link>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconTopologyStar size={16} aria-hidden />}
          disabled={expanded}
          onClick={() => onExpand(node.id)}
        >
          {words.expand}
        </Button>
      </div>
      <p className={classes.soft}>{words.keys}</p>
    </section>
  );
}
