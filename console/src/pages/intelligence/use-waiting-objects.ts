import type { ObjectItem } from '@tocsin/api';
import { useState } from 'react';
import { useLiveObjects } from '../../live.ts';

/**
 * How many changes of what is shared with the reader's organisation arrived since a list was read: objects of its types that
 * came, and of its rows that were taken back. They wait until one asks for them, so that no row moves under the reader.
 */
export function useWaitingObjects(
  rows: readonly ObjectItem[] | undefined,
  refresh: () => Promise<unknown>,
  types: readonly string[],
) {
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [counted, setCounted] = useState(rows);
  // A list that was read again has them.
  if (counted !== rows) {
    setCounted(rows);
    setWaiting(new Set());
  }
  useLiveObjects((changes) => {
    const shown = new Set(rows?.map(({ id }) => id));
    const fitting = changes.filter((change) =>
      change.type === undefined ? shown.has(change.id) : types.length === 0 || types.includes(change.type),
    );
    if (fitting.length === 0) return;
    // Where nothing is shown nothing can jump.
    if (rows?.length === 0) void refresh();
    else setWaiting((before) => new Set([...before, ...fitting.map(({ id }) => id)]));
  });
  return { waiting: waiting.size, show: () => void refresh() };
}
