export type Cell = string | number | boolean | null | undefined | readonly string[];

/** A cell as people read it: lists with commas, yes and no, a dash for nothing. */
export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined || cell === '') return '-';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'object') return cell.length === 0 ? '-' : cell.join(', ');
  // What others wrote must not steer the terminal.
  return String(cell).replace(/\p{Cc}+/gu, ' ');
}

/** Rows under their column names, aligned; numbers to the right. Says so when there are none. */
export function formatTable(rows: readonly Readonly<Record<string, Cell>>[]): string {
  const [first] = rows;
  if (first === undefined) return '(none)';
  const columns = Object.keys(first).map((name) => {
    const cells = rows.map((row) => row[name]);
    const texts = [name.toUpperCase(), ...cells.map(cellText)];
    const width = Math.max(...texts.map(widthOf));
    return { texts, width, right: cells.every((cell) => typeof cell === 'number') };
  });
  const lines = [-1, ...rows.keys()].map((row) =>
    columns
      .map(({ texts, width, right }) => pad(texts[row + 1] ?? '', width, right))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** One thing, a member a line. */
export function formatCard(card: Readonly<Record<string, Cell>>): string {
  const width = Math.max(...Object.keys(card).map((name) => name.length));
  return Object.entries(card)
    .map(([name, cell]) => `${pad(name, width, false)}  ${cellText(cell)}`)
    .join('\n');
}

/** Columns that a text takes: what a reader sees as one character counts once. */
function widthOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

/** The same for what another program told: values that are no cells are shown as JSON. */
export function cardOfUnknown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const isCell = (cell: unknown): cell is Cell =>
    cell === null || ['string', 'number', 'boolean'].includes(typeof cell);
  return formatCard(
    Object.fromEntries(
      Object.entries(value).map(([name, cell]: [string, unknown]) => [
        name,
        isCell(cell) ? cell : JSON.stringify(cell),
      ]),
    ),
  );
}
