/** One item of a page, as JSON text, in the order of its list; see {@link envelopeText}. */
export interface PageText {
  /** Items separated by commas; empty when there are none. */
  readonly items: string;
  readonly more: boolean;
  /** Where to go on; given whenever there is more. */
  readonly next?: string;
}

/**
 * A page as JSON text without printing its items anew. `list` names the member that holds them. No list where there are
 * none: TAXII 2.1 has no empty lists, and `next` whenever there is more: without it the OASIS client asks
 * for page one for ever.
 */
export function envelopeText({ items, more, next }: PageText, list: 'objects' | 'versions'): string {
  const head = more ? `"more":true${next === undefined ? '' : `,"next":${JSON.stringify(next)}`}` : '"more":false';
  return items === '' ? `{${head}}` : `{${head},"${list}":[${items}]}`;
}

/** Why a body is no envelope to add (section 3.7), or the objects that it holds. */
export function objectsOfEnvelope(
  value: unknown,
): { readonly objects: readonly unknown[] } | { readonly problem: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'It is no JSON object.' };
  const members = value as Record<string, unknown>;
  if (Object.hasOwn(members, 'type'))
    return { problem: 'It has a type, as a bundle or an object has: send {"objects": [...]}.' };
  const objects: unknown = Object.hasOwn(members, 'objects') ? members['objects'] : undefined;
  if (!Array.isArray(objects)) return { problem: 'It has no list "objects".' };
  if (objects.length === 0) return { problem: 'Its list "objects" is empty, which the standard does not allow.' };
  return { objects };
}
