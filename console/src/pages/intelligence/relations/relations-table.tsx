import type { GraphNode } from '@tocsin/api';
import { t } from '../../../messages/index.ts';
import { paths } from '../../../paths.ts';
import { Link } from '../../../ui/link.tsx';
import { PlainTable } from '../../../ui/plain-table.tsx';
import { objectName, typeName } from '../columns.tsx';
import type { MergedGraph } from './merged-graph.ts';

const words = t.relations;

/** The same as the graph, to be read: an edge a row. */
export function RelationsTable({ graph }: { graph: MergedGraph }) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const named = (id: string) => <Named id={id} node={nodes.get(id)} />;
  return (
    <PlainTable
      label={words.tableLabel}
      rows={graph.edges}
      rowKey={({ from, to, label, by }) => `${from} ${to} ${label} ${by ?? ''}`}
      columns={[
        { header: words.from, cell: ({ from }) => named(from) },
        {
          header: words.label,
          cell: ({ label, by }) => (by === null ? label : <Link href={paths.object(by)}>{label}</Link>),
        },
        { header: words.to, cell: ({ to }) => named(to) },
        { header: words.fromType, optional: true, cell: ({ from }) => typeName(nodes.get(from)?.type ?? '') },
        { header: words.toType, optional: true, cell: ({ to }) => typeName(nodes.get(to)?.type ?? '') },
      ]}
    />
  );
}

function Named({ id, node }: { id: string; node: GraphNode | undefined }) {
  return node === undefined ? id : <Link href={paths.object(id)}>{objectName(node)}</Link>;
}
