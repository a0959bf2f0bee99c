import { useMemo } from 'react';
import { useRemembered } from '../../storage.ts';
import { showsAt, type Column } from './column.ts';

type Choice = Record<string, boolean>;
const untouched: Choice = {};

/** Which columns show: what the person chose, else what fits the width. The choice is kept in this browser. */
export function useColumnChoice<Row>(table: string, columns: readonly Column<Row>[], width: number) {
  const [choice, setChoice] = useRemembered<Choice>(`columns.${table}`, untouched);
  const visibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, choice[column.id] ?? showsAt(column, width)])),
    [columns, choice, width],
  );
  return {
    visibility,
    toggle: (id: string) => setChoice({ ...choice, [id]: visibility[id] !== true }),
    reset: () => setChoice(untouched),
  };
}
