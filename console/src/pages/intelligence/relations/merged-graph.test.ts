import { expect, test } from 'vitest';
import { mergeGraphs, stepFrom } from './merged-graph.ts';

const node = (id: string, hops: number) => ({ id, type: 'tool', name: id, tlp: null, owner: false, hops });
const edge = (from: string, to: string) => ({ from, to, kind: 'relationship' as const, label: 'uses', by: null });

test('what two graphs share stands once, with its distance from the first', () => {
  const first = { id: 'a', nodes: [node('a', 0), node('b', 1)], edges: [edge('a', 'b')], more: false };
  const second = {
    id: 'b',
    nodes: [node('b', 0), node('a', 1), node('c', 1)],
    edges: [edge('a', 'b'), edge('b', 'c')],
    more: true,
  };
  const { nodes, edges, more } = mergeGraphs([first, second]);
  expect(nodes.map(({ id, hops }) => `${id} ${hops}`)).toEqual(['a 0', 'b 1', 'c 1']);
  expect(edges).toHaveLength(2);
  expect(more).toBe(true);
});

test('steps go around the ends, and start at the first from nowhere', () => {
  const nodes = [node('a', 0), node('b', 1), node('c', 1)];
  expect(stepFrom(nodes, 'c', 1)).toBe('a');
  expect(stepFrom(nodes, 'a', -1)).toBe('c');
  expect(stepFrom(nodes, 'elsewhere', 1)).toBe('a');
  expect(stepFrom([], 'a', 1)).toBe('a');
});
