import { referencesOf, type JsonObject, type JsonValue } from '@tocsin/stix';

/** A line of the graph: what a relationship or a sighting says, or a property of one object that names another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'relationship' | 'sighting' | 'reference';
  /** The relationship type, or the property. */
  readonly label: string;
  /** The relationship that says it. */
  readonly by: string | null;
}

const isMarking = /(^|\.)(object_marking_refs|marking_ref)$/;
const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

/**
 * The edges that an object makes, from its body as the reader may see it: a part that is taken out for the reader makes none.
 * A relationship is one edge between its ends (STIX 2.1 section 5.1); everything else points to what it names.
 */
export function edgesOf(object: JsonObject): Edge[] {
  const id = text(object['id']);
  if (object['type'] === 'relationship') {
    const [from, to] = [text(object['source_ref']), text(object['target_ref'])];
    return from === '' || to === ''
      ? []
      : [{ from, to, kind: 'relationship', label: relationshipType(object), by: id }];
  }
  return pointersOf(object);
}

/** What an object names, as edges from itself: also a relationship, where it is what the graph is about. */
export function pointersOf(object: JsonObject): Edge[] {
  const id = text(object['id']);
  const kind = object['type'] === 'sighting' ? 'sighting' : 'reference';
  const found = new Map<string, Edge>();
  for (const { property, id: to } of referencesOf(object)) {
    if (isMarking.test(property) || to === id) continue;
    found.set(`${property} ${to}`, { from: id, to, kind, label: property, by: null });
  }
  return [...found.values()];
}

export const relationshipType = (object: JsonObject): string => text(object['relationship_type']);

/** One name for the same edge, whoever found it. */
export const edgeKey = ({ from, to, label, by }: Edge): string => `${from} ${to} ${label} ${by ?? ''}`;
