import type { StylesheetJson } from 'cytoscape';
import type { Palette } from '../../../ui/chart-palette.ts';

/** Who acts, what they use, what is seen: told apart by shape, not by colour alone. */
const shapes: Readonly<Record<string, string>> = {
  'intrusion-set': 'hexagon',
  'threat-actor': 'hexagon',
  campaign: 'hexagon',
  malware: 'diamond',
  tool: 'diamond',
  'attack-pattern': 'round-diamond',
  indicator: 'triangle',
  report: 'round-rectangle',
  grouping: 'round-rectangle',
  note: 'round-rectangle',
  opinion: 'round-rectangle',
  sighting: 'star',
};

/** How a graph looks in a colour scheme. */
export function graphStyle(palette: Palette): StylesheetJson {
  const text = { color: palette.ink, 'font-family': 'Inter, system-ui, sans-serif' };
  return [
    {
      selector: 'node',
      style: {
        ...text,
        label: 'data(label)',
        'text-wrap': 'wrap',
        'text-valign': 'bottom',
        'text-margin-y': 6,
        'font-size': 11,
        width: 24,
        height: 24,
        'background-color': palette.usual,
        'border-width': 1,
        'border-color': palette.line,
      },
    },
    ...Object.entries(shapes).map(([type, shape]) => ({
      selector: `node[type = '${type}']`,
      style: { shape: shape as 'hexagon', 'background-color': type === 'sighting' ? palette.notice : palette.accent },
    })),
    { selector: 'node[hops = 0]', style: { width: 36, height: 36, 'font-weight': 'bold' } },
    { selector: 'node.selected', style: { 'border-width': 4, 'border-color': palette.notice } },
    {
      selector: 'edge',
      style: {
        ...text,
        color: palette.soft,
        label: 'data(label)',
        'font-size': 9,
        'text-background-color': palette.surface,
        'text-background-opacity': 1,
        'text-background-padding': '2px',
        width: 1,
        'line-color': palette.usual,
        'target-arrow-color': palette.usual,
        'target-arrow-shape': 'triangle',
        'curve-style': 'bezier',
      },
    },
    { selector: "edge[kind != 'relationship']", style: { 'line-style': 'dashed' } },
  ];
}
