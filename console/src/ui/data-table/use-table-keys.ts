import { useEffect, useRef, type RefObject } from 'react';

export interface TableKeys {
  count: number;
  /** How many rows a page of the screen holds. */
  page: number;
  active: number;
  setActive(index: number): void;
  open?: ((index: number) => void) | undefined;
  toggle?: ((index: number) => void) | undefined;
  selectAll?: (() => void) | undefined;
  clear(): void;
}

/** Keys belong to the list while nothing else has the focus that needs them. */
function isElsewhere(target: EventTarget | null, grid: HTMLElement | null): boolean {
  if (!(target instanceof HTMLElement) || target === document.body) return false;
  if (target === grid || target.tagName === 'MAIN') return false;
  return true;
}

function destination(event: KeyboardEvent, keys: TableKeys): number | undefined {
  switch (event.key) {
    case 'j':
    case 'ArrowDown':
      return keys.active + 1;
    case 'k':
    case 'ArrowUp':
      return keys.active - 1;
    case 'PageDown':
      return keys.active + keys.page;
    case 'PageUp':
      return keys.active - keys.page;
    case 'Home':
      return 0;
    case 'End':
      return keys.count - 1;
    default:
      return undefined;
  }
}

/** j k arrows PageUp PageDown Home End move, Enter opens, Space and x select, Ctrl-A selects all, Escape clears. */
export function useTableKeys(grid: RefObject<HTMLElement | null>, keys: TableKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const { current } = latest;
      if (event.defaultPrevented || event.altKey || isElsewhere(event.target, grid.current)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const control = event.ctrlKey || event.metaKey;
      const onGrid = event.target === grid.current;
      if (control && event.key === 'a' && current.selectAll !== undefined && onGrid) {
        event.preventDefault();
        current.selectAll();
        return;
      }
      if (control || current.count === 0) return;
      const to = destination(event, current);
      // Arrows and Home scroll the page unless the list has the focus.
      if (to !== undefined && (onGrid || event.key === 'j' || event.key === 'k')) {
        event.preventDefault();
        current.setActive(Math.min(Math.max(to, 0), current.count - 1));
      } else if (event.key === 'Enter' && current.active >= 0 && current.open !== undefined) {
        event.preventDefault();
        current.open(current.active);
      } else if ((event.key === ' ' || event.key === 'x') && current.active >= 0 && current.toggle !== undefined) {
        event.preventDefault();
        current.toggle(current.active);
      } else if (event.key === 'Escape') {
        current.clear();
      }
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [grid]);
}
