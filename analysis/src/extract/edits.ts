/** What refanging did to a text: replacements in ascending order, that never overlap. */
export interface Edit {
  /** Offsets into the text as given. */
  start: number;
  end: number;
  text: string;
  /** Whether somebody took the trouble to defuse something here, or it is mere form (full width, invisible, broken over lines). */
  kind: 'defanged' | 'rejoined' | 'form';
}

/** The refanged text and the way back to the offsets of the text as given. */
export interface Refanged {
  text: string;
  edits: readonly Edit[];
  /** For each edit where its replacement begins and ends in the refanged text. */
  begins: Int32Array;
  ends: Int32Array;
}

/** Applies edits to a text. */
export function applyEdits(source: string, edits: readonly Edit[]): Refanged {
  const begins = new Int32Array(edits.length);
  const ends = new Int32Array(edits.length);
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  for (const [index, edit] of edits.entries()) {
    parts.push(source.slice(from, edit.start), edit.text);
    length += edit.start - from;
    begins[index] = length;
    length += edit.text.length;
    ends[index] = length;
    from = edit.end;
  }
  if (from === 0) return { text: source, edits, begins, ends };
  parts.push(source.slice(from));
  return { text: parts.join(''), edits, begins, ends };
}

/** How many edits begin at or before an offset of the refanged text. */
function editsUpTo(begins: Int32Array, offset: number): number {
  let low = 0;
  let high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where in the text as given a stretch of the refanged text lies, and the kinds of edits within it. */
export function sourceSpan(
  refanged: Refanged,
  start: number,
  end: number,
): { start: number; end: number; defanged: boolean; rejoined: boolean } {
  const { edits, begins, ends } = refanged;
  let index = editsUpTo(begins, start) - 1;
  const first = edits[index];
  let from = start;
  if (first !== undefined) {
    const past = ends[index] ?? 0;
    from = start < past ? first.start : first.end + (start - past);
    if (start >= past) index += 1;
  } else index = 0;
  let to = from + (end - start);
  let defanged = false;
  let rejoined = false;
  for (; index < edits.length && (begins[index] ?? 0) < end; index += 1) {
    const edit = edits[index];
    if (edit === undefined) break;
    defanged ||= edit.kind === 'defanged';
    rejoined ||= edit.kind === 'rejoined';
    const past = ends[index] ?? 0;
    to = past >= end ? edit.end : edit.end + (end - past);
  }
  return { start: from, end: to, defanged, rejoined };
}
