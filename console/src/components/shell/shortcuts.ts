import { useEffect, useRef } from 'react';

/** The time to press the second key of "g p". */
const sequenceMs = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]') !== null)
  );
}

export interface Shortcuts {
  search(): void;
  palette(): void;
  help(): void;
  /** Second key after g: true where it leads somewhere. */
  goTo(key: string): boolean;
}

/** Keys that work everywhere: / searches, Ctrl-K commands, ? helps, g and a letter goes to a page. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let pending = Number.NEGATIVE_INFINITY;
    function press(event: KeyboardEvent): void {
      const { current } = latest;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        current.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.timeStamp - pending < sequenceMs) {
        pending = Number.NEGATIVE_INFINITY;
        if (current.goTo(event.key)) event.preventDefault();
        return;
      }
      if (event.key === 'g') pending = event.timeStamp;
      else if (event.key === '/') {
        event.preventDefault();
        current.search();
      } else if (event.key === '?') {
        event.preventDefault();
        current.help();
      }
    }
    // Before the list's own keys: g h must not move in a list.
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, []);
}
