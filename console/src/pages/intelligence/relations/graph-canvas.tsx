import { useComputedColorScheme } from '@mantine/core';
import cytoscape, { type Core, type ElementDefinition } from 'cytoscape';
import { useEffect, useMemo, useRef } from 'react';
import { styleNonce } from '../../../style-nonce.ts';
import { palettes } from '../../../ui/chart-palette.ts';
import { objectName, typeName } from '../columns.tsx';
import { graphStyle } from './graph-style.ts';
import type { MergedGraph } from './merged-graph.ts';

interface GraphCanvasProps {
  graph: MergedGraph;
  selected: string;
  onSelect: (id: string) => void;
  onOpen: (id: string) => void;
}

/** Cytoscape looks for its style element before it makes one, and its own would lack the nonce that the page's policy asks for. */
function admitStyle(): void {
  const id = '__________cytoscape_stylesheet';
  if (document.getElementById(id) !== null) return;
  const style = document.createElement('style');
  style.nonce = styleNonce;
  style.id = id;
  style.textContent = '.__________cytoscape_container { position: relative; }';
  document.head.prepend(style);
}

function elementsOf({ nodes, edges }: MergedGraph): ElementDefinition[] {
  return [
    ...nodes.map((node) => {
      const name = objectName(node);
      const short = name.length > 28 ? `${name.slice(0, 27)}…` : name;
      return { data: { id: node.id, label: `${short}\n${typeName(node.type)}`, type: node.type, hops: node.hops } };
    }),
    ...edges.map(({ from, to, label, by, kind }) => ({
      data: { id: `${from} ${to} ${label} ${by ?? ''}`, source: from, target: to, label, kind },
    })),
  ];
}

/** More than this many are laid out in rings by distance: forces between them would take seconds. */
const mostByForce = 80;

/** Draws the graph. Only relations-panel.tsx loads this, lazily; keys and words are its frame's. */
export function GraphCanvas({ graph, selected, onSelect, onOpen }: GraphCanvasProps) {
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  const core = useRef<Core>(undefined);
  const acts = useRef({ onSelect, onOpen });
  const elements = useMemo(() => elementsOf(graph), [graph]);
  useEffect(() => {
    acts.current = { onSelect, onOpen };
  });
  useEffect(() => {
    if (frame.current === null) return undefined;
    admitStyle();
    const made = cytoscape({ container: frame.current, minZoom: 0.1, maxZoom: 3, boxSelectionEnabled: false });
    core.current = made;
    made.on('tap', 'node', ({ target }: { target: { id: () => string } }) => acts.current.onSelect(target.id()));
    made.on('dbltap', 'node', ({ target }: { target: { id: () => string } }) => acts.current.onOpen(target.id()));
    const watch = new ResizeObserver(() => {
      made.resize();
      made.fit(undefined, 24);
    });
    watch.observe(frame.current);
    return () => {
      watch.disconnect();
      made.destroy();
      core.current = undefined;
    };
  }, []);
  useEffect(() => {
    core.current?.style(graphStyle(palettes[scheme]));
  }, [scheme]);
  useEffect(() => {
    const drawn = core.current;
    if (drawn === undefined) return;
    drawn.json({ elements });
    const many = drawn.nodes().length > mostByForce;
    drawn
      .layout(
        many
          ? {
              name: 'concentric',
              animate: false,
              padding: 24,
              concentric: (node) => 10 - Number(node.data('hops')),
              levelWidth: () => 1,
            }
          : { name: 'cose', animate: false, padding: 24, nodeRepulsion: () => 60_000, idealEdgeLength: () => 110 },
      )
      .run();
  }, [elements]);
  useEffect(() => {
    const drawn = core.current;
    drawn?.nodes().removeClass('selected');
    drawn?.getElementById(selected).addClass('selected');
  }, [selected, elements]);
  return <div ref={frame} style={{ width: '100%', height: '100%' }} />;
}
