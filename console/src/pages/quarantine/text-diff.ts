export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Beyond this many tokens only beginning and end are compared: the table grows with the square. */
const mostTokens = 600;

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}_.-]+|\s+|[^\p{L}\p{N}_.\s-]/gu) ?? [];

function push(pieces: Piece[], kind: Piece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (text === '') return;
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}

/** Lengths of the longest common subsequence of the tails a[i..] and b[j..]. */
function tails(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row, below] = [table[i] ?? new Uint16Array(), table[i + 1] ?? new Uint16Array()];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

/** What changed from one text to the other, word by word; the pieces without `added` make `before`, without `removed` `after`. */
export function textDiff(before: string, after: string): Piece[] {
  let [a, b] = [tokens(before), tokens(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const pieces: Piece[] = [];
  push(pieces, 'same', a.slice(0, start).join(''));
  const tail = a.slice(a.length - end).join('');
  [a, b] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (a.length > mostTokens || b.length > mostTokens) {
    push(pieces, 'removed', a.join(''));
    push(pieces, 'added', b.join(''));
  } else {
    const table = tails(a, b);
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        push(pieces, 'same', a[i] ?? '');
        i++;
        j++;
      } else if (j >= b.length || (i < a.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
        push(pieces, 'removed', a[i++] ?? '');
      } else push(pieces, 'added', b[j++] ?? '');
    }
  }
  push(pieces, 'same', tail);
  return pieces;
}
