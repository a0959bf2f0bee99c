import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { EventOut } from '@tocsin/api';
import { queryClient, routes } from './api.ts';
import { now } from './clock.ts';

/** connecting: not connected yet; live; lost: trying again since `since`; paused: nobody looks; idle: not started. */
export type LiveState = { kind: 'idle' | 'connecting' | 'live' | 'lost' | 'paused'; since: Date };

/** `total` counts all that came, `events` holds the first 5,000 of them. */
type Listener = (events: readonly EventOut[], total: number) => void;

/** A change of an object as the stream tells it; the body is asked for when somebody looks. */
export interface LiveObject {
  readonly kind: 'published' | 'updated' | 'withdrawn';
  readonly id: string;
  readonly type?: string;
}
type ObjectListener = (changes: readonly LiveObject[]) => void;

/** What of the log a session may follow. */
export type Followed = 'events' | 'objects' | 'all';

/** Events are handed on in groups: a burst of thousands is one render, not thousands. */
const groupMs = 400;
/** What lists and overviews show is asked for again at most this often while events come in. */
const refreshMs = 3_000;
/** The server sends `head` when idle; silence for longer means that the connection is dead though open. */
const silenceMs = 45_000;
/** A tab that was hidden for so long hangs up. */
const hiddenMs = 10_000;
/** So long a pause is made up for by replaying what was missed. */
const replayMs = 60_000;
/** In a flood a person needs the number, not each event. */
const keepPerGroup = 5_000;

/** Queries that events change. */
const touched: readonly string[] = [routes.programmeOverview.path, routes.nationOverview.path, routes.episodes.path];
/** Queries that something RED for the reader in person changes. */
const noticed: readonly string[] = [routes.notices.path];

function createLiveStream() {
  let source: EventSource | undefined;
  let cursor: string | undefined;
  let state: LiveState = { kind: 'idle', since: now() };
  let following: Followed = 'events';
  let waiting: EventOut[] = [];
  let changed: LiveObject[] = [];
  let arrived = 0;
  let groupTimer: ReturnType<typeof setTimeout> | undefined;
  let refreshTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  const listeners = new Set<Listener>();
  const objectListeners = new Set<ObjectListener>();
  const watchers = new Set<() => void>();

  function become(kind: LiveState['kind']): void {
    if (state.kind === kind) return;
    state = { kind, since: now() };
    for (const watcher of watchers) watcher();
  }

  function refreshSoon(): void {
    refreshTimer ??= setTimeout(() => {
      refreshTimer = undefined;
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => touched.includes(String(queryKey[0])) });
    }, refreshMs);
  }

  function handOn(): void {
    groupTimer = undefined;
    const [group, total, changes] = [waiting, arrived, changed];
    waiting = [];
    changed = [];
    arrived = 0;
    if (total > 0) for (const listener of listeners) listener(group, total);
    if (changes.length > 0) for (const listener of objectListeners) listener(changes);
  }

  function heard(message: MessageEvent): void {
    if (message.lastEventId !== '') cursor = message.lastEventId;
    attempts = 0;
    become('live');
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(reconnect, silenceMs);
  }

  function reconnect(): void {
    source?.close();
    source = undefined;
    become('lost');
    clearTimeout(retryTimer);
    attempts += 1;
    // Full jitter, so that a restarted server is not met by every console at once.
    retryTimer = setTimeout(open, Math.min(15_000, 500 * 2 ** attempts) * (0.5 + Math.random() / 2));
  }

  function open(): void {
    retryTimer = undefined;
    const after = cursor === undefined ? '' : `&after=${encodeURIComponent(cursor)}`;
    const opened = new EventSource(`${routes.stream.path}?of=${following}${after}`);
    source = opened;
    opened.addEventListener('open', () => {
      const wasLost = state.kind === 'lost';
      attempts = 0;
      become('live');
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(reconnect, silenceMs);
      if (wasLost) refreshSoon();
    });
    opened.addEventListener('event', (message) => {
      heard(message);
      arrived += 1;
      if (waiting.length < keepPerGroup) waiting.push(JSON.parse(String(message.data)) as EventOut);
      groupTimer ??= setTimeout(handOn, groupMs);
      refreshSoon();
    });
    opened.addEventListener('object', (message) => {
      heard(message);
      const { kind, id, type } = JSON.parse(String(message.data)) as LiveObject;
      changed.push({ kind, id, ...(type !== undefined && { type }) });
      groupTimer ??= setTimeout(handOn, groupMs);
    });
    opened.addEventListener('notice', () => {
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => noticed.includes(String(queryKey[0])) });
    });
    opened.addEventListener('head', heard);
    opened.addEventListener('error', () => {
      // The browser itself retries with Last-Event-ID unless the server refused (401, 410 ...): then we begin anew.
      if (opened.readyState === EventSource.CLOSED) {
        // Perhaps the session ended: asking for it again leads to the sign-in page.
        cursor = undefined;
        void queryClient.invalidateQueries({ queryKey: [routes.session.path] });
        reconnect();
      } else {
        become(state.kind === 'connecting' ? 'connecting' : 'lost');
      }
    });
  }

  function close(): void {
    source?.close();
    source = undefined;
    for (const timer of [groupTimer, refreshTimer, silenceTimer, retryTimer]) clearTimeout(timer);
    groupTimer = refreshTimer = silenceTimer = retryTimer = undefined;
    waiting = [];
    changed = [];
    arrived = 0;
  }

  return {
    /** Follows the change log of the signed-in org, from now or from where an earlier connection broke. */
    start(wanted: Followed): void {
      if (source !== undefined || retryTimer !== undefined) return;
      following = wanted;
      become('connecting');
      open();
    },
    stop(): void {
      close();
      cursor = undefined;
      become('idle');
    },
    /** Hangs up while nobody looks; `resume` goes on from here. */
    pause(): void {
      if (state.kind === 'idle') return;
      close();
      become('paused');
    },
    /** After a long pause what happened meanwhile is asked for, not replayed event by event. */
    resume(): void {
      if (state.kind !== 'paused') return;
      if (now().getTime() - state.since.getTime() > replayMs) cursor = undefined;
      become('connecting');
      refreshSoon();
      open();
    },
    listen: (listener: Listener): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listenToObjects: (listener: ObjectListener): (() => void) => {
      objectListeners.add(listener);
      return () => objectListeners.delete(listener);
    },
    watch: (watcher: () => void): (() => void) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    state: (): LiveState => state,
  };
}

/** The console's one connection to the change log. */
export const liveStream = createLiveStream();

/**
 * A browser keeps six connections to a server for all its tabs (HTTP/1.1), and a stream holds one for good: the seventh
 * tab would hang. So a tab that nobody has looked at for a while hangs up.
 */
export function useLiveWhileVisible(wanted: Followed): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const change = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') timer = setTimeout(() => liveStream.pause(), hiddenMs);
      else liveStream.resume();
    };
    liveStream.start(wanted);
    document.addEventListener('visibilitychange', change);
    change();
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', change);
      liveStream.stop();
    };
  }, [wanted]);
}

/** How the live connection is. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(liveStream.watch, liveStream.state);
}

/** Calls `listener` with each group of events that arrive live. */
export function useLiveEvents(listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => liveStream.listen((events, total) => latest.current(events, total)), []);
}

/** Calls `listener` with each group of changes of objects that arrive live. */
export function useLiveObjects(listener: ObjectListener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => liveStream.listenToObjects((changes) => latest.current(changes)), []);
}
